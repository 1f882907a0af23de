package stage5.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stage5.local.http.Json;

/**
 * The actions for settings of asynchronous invocations.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html">PutFunctionEventInvokeConfig</a>
 */
record EventInvokeConfigActions(LambdaEmulator lambda) {

    private static final String CONFIG = "/2019-09-25/functions/:name/event-invoke-config";
    private static final String DESTINATION =
            "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
    private static final Pattern DESTINATION_PATTERN = Pattern.compile(DESTINATION);
    private static final Pattern SUPPORTED = Pattern.compile("arn:aws:(sqs|sns|lambda):.*");

    void addTo(Router router) {
        LambdaApi.handle(router.put(CONFIG), context -> put(context, EventInvokeConfig.NONE));
        LambdaApi.handle(router.post(CONFIG), context -> put(context, existing(LambdaApi.function(context))));
        LambdaApi.handle(router.get(CONFIG), this::get);
        LambdaApi.handle(router.delete(CONFIG), this::delete);
        LambdaApi.handle(router.get(CONFIG + "/list"), this::list);
    }

    private void put(RoutingContext context, EventInvokeConfig old) {
        FunctionReference function = LambdaApi.function(context);
        FunctionVersions versions = versions(function);
        if (versions.resolve(function.effectiveQualifier()).isEmpty()) {
            throw missing();
        }
        EventInvokeConfig config = old.updated(read(function, LambdaJson.parse(LambdaApi.body(context))));
        versions.putConfig(function.effectiveQualifier(), config);
        Json.respond(context.response(), 200, description(function, config));
    }

    private EventInvokeConfig read(FunctionReference function, JsonNode body) {
        JsonNode destinations = body.path("DestinationConfig");
        if (!body.hasNonNull("MaximumRetryAttempts")
                && !body.hasNonNull("MaximumEventAgeInSeconds")
                && !destinations.isObject()) {
            throw LambdaErrorException.invalidParameter(
                    "You must specify at least one of error handling or destination setting.");
        }
        Integer retries = number(body, "MaximumRetryAttempts", "maximumRetryAttempts", 0, 2);
        Integer age = number(body, "MaximumEventAgeInSeconds", "maximumEventAgeInSeconds", 60, 21_600);
        return new EventInvokeConfig(
                retries,
                age == null ? null : Duration.ofSeconds(age),
                destination(function, destinations, "OnSuccess", "onSuccess"),
                destination(function, destinations, "OnFailure", "onFailure"),
                Instant.now());
    }

    private static Integer number(JsonNode body, String field, String member, int minimum, int maximum) {
        if (!body.hasNonNull(field)) {
            return null;
        }
        int value = body.path(field).asInt();
        if (value < minimum || value > maximum) {
            throw LambdaErrorException.validation(
                    "Value '%d' at '%s' failed to satisfy constraint: Member must have value %s than or equal to %d"
                            .formatted(
                                    value,
                                    member,
                                    value < minimum ? "greater" : "less",
                                    value < minimum ? minimum : maximum));
        }
        return value;
    }

    private String destination(FunctionReference function, JsonNode destinations, String field, String member) {
        String arn = destinations.path(field).path("Destination").asText("");
        if (arn.isEmpty()) {
            return null;
        }
        if (!DESTINATION_PATTERN.matcher(arn).matches()) {
            throw LambdaErrorException.validation(
                    "Value '%s' at 'destinationConfig.%s.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                            .formatted(arn, member, DESTINATION));
        }
        if (!SUPPORTED.matcher(arn).matches()) {
            throw LambdaErrorException.invalidParameter(
                    "The provided destination config DestinationConfig(onSuccess=%s, onFailure=%s) is invalid."
                            .formatted(text(destinations, "OnSuccess"), text(destinations, "OnFailure")));
        }
        if (arn.contains(":lambda:")) {
            checkFunction(function, arn);
        }
        return arn;
    }

    private static String text(JsonNode destinations, String field) {
        return destinations.has(field)
                ? "%s(destination=%s)"
                        .formatted(
                                field,
                                destinations.path(field).path("Destination").asText())
                : "null";
    }

    private void checkFunction(FunctionReference function, String arn) {
        FunctionReference target = FunctionReference.parse(arn, null);
        if (target.name().equals(function.name())) {
            throw LambdaErrorException.invalidParameter("You can't specify the function as a destination for itself.");
        }
        if (lambda.resolve(target).isEmpty()) {
            throw LambdaErrorException.invalidParameter("The destination ARN " + arn + " is invalid.");
        }
    }

    private void get(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        Json.respond(context.response(), 200, description(function, existing(function)));
    }

    private void delete(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        boolean removed = lambda.find(function.name())
                .map(versions -> versions.removeConfig(function.effectiveQualifier()))
                .orElse(false);
        if (!removed) {
            throw missingConfig(function);
        }
        context.response().setStatusCode(204).end();
    }

    private void list(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        List<Map<String, Object>> all = versions(function).configs().entrySet().stream()
                .map(config -> description(new FunctionReference(function.name(), config.getKey()), config.getValue()))
                .toList();
        Json.respond(context.response(), 200, Map.of("FunctionEventInvokeConfigs", all));
    }

    private static Map<String, Object> description(FunctionReference function, EventInvokeConfig config) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("FunctionArn", function.qualifiedArn());
        description.put("LastModified", config.lastModified().toEpochMilli() / 1000.0);
        description.put("MaximumRetryAttempts", config.maximumRetryAttempts());
        description.put(
                "MaximumEventAgeInSeconds",
                config.maximumEventAge() == null
                        ? null
                        : config.maximumEventAge().toSeconds());
        description.put(
                "DestinationConfig",
                Map.of("OnSuccess", destination(config.onSuccess()), "OnFailure", destination(config.onFailure())));
        return description;
    }

    private static Map<String, String> destination(String arn) {
        return arn == null ? Map.of() : Map.of("Destination", arn);
    }

    private EventInvokeConfig existing(FunctionReference function) {
        return lambda.find(function.name())
                .flatMap(versions -> versions.config(function.effectiveQualifier()))
                .orElseThrow(() -> missingConfig(function));
    }

    private FunctionVersions versions(FunctionReference function) {
        return lambda.find(function.name()).orElseThrow(EventInvokeConfigActions::missing);
    }

    private static LambdaErrorException missing() {
        return LambdaErrorException.notFound("The function doesn't exist.");
    }

    private static LambdaErrorException missingConfig(FunctionReference function) {
        return LambdaErrorException.notFound(
                "The function %s doesn't have an EventInvokeConfig".formatted(function.qualifiedArn()));
    }
}
