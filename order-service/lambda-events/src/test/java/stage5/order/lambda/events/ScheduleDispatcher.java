package stage5.order.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Named;
import java.util.Map;
import stage5.kit.lambda.events.ScheduleHandler;

/** Passes an invocation to the handler that it names. A process has one handler, so each would need its own Quarkus. */
@Named("schedules")
public class ScheduleDispatcher implements RequestHandler<Map<String, Object>, Integer> {

    private static final String HANDLER = "handler";

    private final Instance<ScheduleHandler> handlers;

    ScheduleDispatcher(@Any Instance<ScheduleHandler> handlers) {
        this.handlers = handlers;
    }

    /** Returns the payload of a schedule of the handler with this name. */
    static Map<String, Object> schedule(String handler) {
        return Map.of("source", "aws.scheduler", HANDLER, handler);
    }

    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        String name = (String) schedule.get(HANDLER);
        return handlers.select(NamedLiteral.of(name)).get().handleRequest(schedule, context);
    }
}
