package stage5.gateway.upstream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;

/**
 * The present state of an instance of a service.
 *
 * @param inFlight the calls and streams that run
 * @param ejected whether it gets no calls at present, because it has failed
 */
@RegisterForReflection
public record InstanceStatus(URI address, int inFlight, boolean ejected) {}
