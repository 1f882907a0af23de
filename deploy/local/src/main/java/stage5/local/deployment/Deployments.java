package stage5.local.deployment;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.local.http.HttpErrorException;
import stage5.local.lambda.LambdaEmulator;
import stage5.topology.Topology;

/** The services that currently run as functions. */
public final class Deployments implements AutoCloseable {

    private final Vertx vertx;
    private final URI sqs;
    private final Topology topology;
    private final LambdaEmulator lambda;
    private final Map<String, ServiceDeployment> services = new TreeMap<>();

    public Deployments(Vertx vertx, URI sqs, Topology topology, LambdaEmulator lambda) {
        this.vertx = vertx;
        this.sqs = sqs;
        this.topology = topology;
        this.lambda = lambda;
    }

    /**
     * Deploys the service and returns once its functions, HTTP API and event sources exist. Replaces an earlier
     * deployment, unless a check shows before that the new one is not possible.
     *
     * @throws HttpErrorException 404 if there is no such service; 409 if its artifacts are not built, its port is taken,
     *     or the mapping of a queue is refused, for example because of its visibility time-out
     */
    public synchronized void deploy(String service, DeploymentRequest deployment) throws InterruptedException {
        ServiceDeployment next = checked(service, deployment);
        remove(service, true);
        services.put(service, next);
        try {
            next.start(vertx, sqs, lambda);
        } catch (IOException | ExecutionException | SdkException | IllegalArgumentException e) {
            remove(service, false);
            throw notDeployable(service, e);
        }
    }

    private ServiceDeployment checked(String service, DeploymentRequest deployment) {
        try {
            ServiceDeployment next = new ServiceDeployment(topology.of(service), deployment);
            next.requireDeployable(sqs);
            return next;
        } catch (NoSuchElementException e) {
            throw HttpErrorException.notFound(e.getMessage());
        } catch (SdkException | IllegalArgumentException e) {
            throw notDeployable(service, e);
        }
    }

    private static HttpErrorException notDeployable(String service, Exception cause) {
        return new HttpErrorException(409, "not_deployable", service + " can't be deployed: " + cause.getMessage());
    }

    /**
     * Removes the service and returns once its functions have ended. Does nothing if it is not deployed.
     *
     * @param drain whether invocations in progress are completed first
     */
    public synchronized void remove(String service, boolean drain) throws InterruptedException {
        ServiceDeployment removed = services.remove(service);
        if (removed != null) {
            removed.stop(lambda, drain);
        }
    }

    /** Returns the deployed service; throws {@link HttpErrorException} 404 if it does not run as functions. */
    public synchronized DeployedService get(String service) {
        ServiceDeployment found = services.get(service);
        if (found == null) {
            throw HttpErrorException.notFound(service + " does not run as functions");
        }
        return found.describe();
    }

    /** Returns all services that run as functions. */
    public synchronized List<DeployedService> list() {
        return services.values().stream().map(ServiceDeployment::describe).toList();
    }

    @Override
    public synchronized void close() {
        try {
            for (String service : List.copyOf(services.keySet())) {
                remove(service, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
