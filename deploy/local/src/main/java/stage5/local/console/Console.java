package stage5.local.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import stage5.local.Part;
import stage5.local.Ports;
import stage5.local.deployment.Deployments;
import stage5.local.http.HttpApi;
import stage5.local.lambda.LambdaPart;
import stage5.local.mail.MailPart;
import stage5.local.meter.Meter;
import stage5.local.redis.RedisPart;
import stage5.local.sns.SnsPart;
import stage5.local.sqs.QueueDepth;
import stage5.local.traces.TracesPart;
import stage5.local.traces.ZipkinPart;

/** Shows people and checks what the local cloud holds, and lets them break it on purpose. */
public final class Console implements AutoCloseable {

    private static final int MAX_BODY = 64 * 1024;

    private final HttpApi api;

    private Console(HttpApi api) {
        this.api = api;
    }

    /** What the console shows. */
    public record Exhibits(
            Ports ports,
            List<Part> parts,
            MailPart mail,
            TracesPart traces,
            Optional<ZipkinPart> zipkin,
            Supplier<List<QueueDepth>> queues,
            Optional<SnsPart> sns,
            RedisPart redis,
            LambdaPart lambda,
            Deployments deployments,
            Meter meter) {}

    /**
     * Returns the console, which answers from the first moment on, while the parts still start.
     *
     * @throws ExecutionException if its port can't be had
     */
    public static Console open(Vertx vertx, Exhibits exhibits) throws ExecutionException, InterruptedException {
        Router router = HttpApi.router(vertx, MAX_BODY);
        Work work = new Work(vertx);
        new StatePages(exhibits).addTo(router);
        new MailPages(exhibits.mail(), work).addTo(router);
        new TracePages(exhibits.traces(), work).addTo(router);
        new FaultPages(exhibits.redis(), exhibits.sns(), work).addTo(router);
        new LambdaPages(exhibits.deployments(), exhibits.lambda(), work).addTo(router);
        router.get("/queues").handler(context -> work.answer(context, exhibits.queues()::get));
        exhibits.sns()
                .ifPresent(sns -> router.get("/published").handler(context -> work.answer(context, sns::published)));
        router.get("/").handler(context -> context.response().sendFile(Pages.CONSOLE));
        router.get("/inbox").handler(context -> context.response().sendFile(Pages.INBOX));
        return new Console(HttpApi.listen(vertx, exhibits.ports().console(), router));
    }

    /** The HTML pages, which read the console's JSON. */
    private static final class Pages {
        static final String CONSOLE = "stage5/local/console/console.html";
        static final String INBOX = "stage5/local/console/inbox.html";
    }

    @Override
    public void close() {
        api.close();
    }
}
