package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import stage5.local.http.HttpErrorException;
import stage5.local.mail.MailEmulator;

/** Endpoints for the received mails. */
record MailRoutes(MailEmulator mail, BlockingCalls blocking) {

    void addTo(Router router) {
        router.get("/mails").handler(this::list);
        router.get("/mails/:id").handler(this::one);
        router.delete("/mails").handler(this::clear);
    }

    private void list(RoutingContext context) {
        String to = context.request().getParam("to");
        int limit = Parameters.limit(context);
        boolean content = Parameters.bool(context, "content", true);
        blocking.respond(context, () -> mail.mails(to, limit, content));
    }

    private void one(RoutingContext context) {
        long id = Parameters.number("id", context.pathParam("id"));
        blocking.respond(
                context, () -> mail.mail(id).orElseThrow(() -> HttpErrorException.notFound("There is no mail " + id)));
    }

    private void clear(RoutingContext context) {
        mail.clear();
        context.response().setStatusCode(204).end();
    }
}
