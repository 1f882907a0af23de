package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;

/** Creates invocations of which only the request id and the function's name are known. */
final class FakeInvocation {

    private FakeInvocation() {}

    static Context of(String requestId) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAwsRequestId" -> requestId;
                    case "getFunctionName" -> "orders-events";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
