package stage5.local.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import stage5.local.Emulator;
import stage5.local.Ports;
import stage5.local.deployment.Deployments;
import stage5.local.fault.WeatherControl;
import stage5.local.http.HttpApi;
import stage5.local.lambda.LambdaEmulator;
import stage5.local.mail.MailEmulator;
import stage5.local.meter.UsageCounters;
import stage5.local.redis.RedisServer;
import stage5.local.sns.SnsEmulator;
import stage5.local.sqs.QueueDepth;
import stage5.local.traces.OtlpReceiver;
import stage5.local.traces.ZipkinServer;

/** The local cloud's console: an HTTP API and pages that show its state and inject faults. */
public final class Console implements AutoCloseable {

    private static final int MAX_BODY = 64 * 1024;

    private final HttpApi api;

    private Console(HttpApi api) {
        this.api = api;
    }

    /** The components that the console shows. */
    public record Sources(
            Ports ports,
            List<Emulator> emulators,
            MailEmulator mail,
            OtlpReceiver traces,
            Optional<ZipkinServer> zipkin,
            Supplier<List<QueueDepth>> queues,
            Optional<SnsEmulator> sns,
            List<RedisServer> redis,
            LambdaEmulator lambda,
            Deployments deployments,
            UsageCounters usage,
            WeatherControl weather) {}

    /**
     * Opens the console. It accepts requests immediately, while the emulators still start.
     *
     * @throws ExecutionException if the port can't be opened
     */
    public static Console open(Vertx vertx, Sources sources) throws ExecutionException, InterruptedException {
        Router router = HttpApi.router(vertx, MAX_BODY);
        BlockingCalls blocking = new BlockingCalls(vertx);
        new StateRoutes(sources).addTo(router);
        new MeterRoutes(sources.usage(), sources.redis(), blocking).addTo(router);
        new MailRoutes(sources.mail(), blocking).addTo(router);
        new TraceRoutes(
                        sources.traces(),
                        URI.create("http://127.0.0.1:" + sources.ports().zipkin()),
                        blocking)
                .addTo(router);
        new FlowRoutes(sources.traces(), blocking).addTo(router);
        new RedisRoutes(sources.redis(), blocking).addTo(router);
        new FaultRoutes(sources.weather()).addTo(router);
        new LambdaRoutes(sources.deployments(), sources.lambda(), blocking).addTo(router);
        router.get("/queues").handler(context -> blocking.respond(context, sources.queues()::get));
        sources.sns().ifPresent(sns -> router.get("/published")
                .handler(context -> blocking.respond(context, sns::published)));
        router.get("/").handler(context -> context.response().sendFile(Pages.CONSOLE));
        router.get("/inbox").handler(context -> context.response().sendFile(Pages.INBOX));
        return new Console(HttpApi.listen(vertx, sources.ports().console(), router));
    }

    /** The HTML pages. They load the console's JSON. */
    private static final class Pages {
        static final String CONSOLE = "stage5/local/console/console.html";
        static final String INBOX = "stage5/local/console/inbox.html";
    }

    @Override
    public void close() {
        api.close();
    }
}
