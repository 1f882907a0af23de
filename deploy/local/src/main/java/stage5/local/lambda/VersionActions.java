package stage5.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;
import stage5.local.http.Json;

/**
 * The actions for versions and aliases of functions.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html">PublishVersion</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html">CreateAlias</a>
 */
record VersionActions(LambdaEmulator lambda) {

    private static final String VERSIONS = LambdaApi.FUNCTION + "/versions";
    private static final String ALIASES = LambdaApi.FUNCTION + "/aliases";
    private static final String ALIAS = ALIASES + "/:alias";
    private static final String ALIAS_NAME = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
    private static final Pattern ALIAS_NAME_PATTERN = Pattern.compile(ALIAS_NAME);

    void addTo(Router router) {
        LambdaApi.handle(router.post(VERSIONS), this::publish);
        LambdaApi.handle(router.get(VERSIONS), this::listVersions);
        LambdaApi.handle(router.post(ALIASES), this::createAlias);
        LambdaApi.handle(router.get(ALIASES), this::listAliases);
        LambdaApi.handle(router.get(ALIAS), this::getAlias);
        LambdaApi.handle(router.put(ALIAS), this::updateAlias);
        LambdaApi.handle(router.delete(ALIAS), this::deleteAlias);
    }

    private void publish(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        Json.respond(context.response(), 201, description(versions(function).publish()));
    }

    private void listVersions(RoutingContext context) {
        List<Map<String, Object>> all = versions(LambdaApi.function(context)).all().stream()
                .map(VersionActions::description)
                .toList();
        Json.respond(context.response(), 200, Map.of("Versions", all));
    }

    private static Map<String, Object> description(LambdaFunction version) {
        Map<String, Object> description = new LinkedHashMap<>();
        FunctionSettings settings = version.settings();
        description.put("FunctionName", settings.name());
        description.put("FunctionArn", Aws.functionArn(settings.name()) + ":" + version.version());
        description.put("Version", version.version());
        description.put("Runtime", version.runtime());
        description.put("PackageType", "Zip");
        description.put("MemorySize", settings.memoryMiB());
        description.put("Timeout", settings.timeout().toSeconds());
        description.put("State", "Active");
        description.put("LastUpdateStatus", "Successful");
        return description;
    }

    private void createAlias(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        JsonNode body = LambdaJson.parse(LambdaApi.body(context));
        String name = body.path("Name").asText();
        if (!ALIAS_NAME_PATTERN.matcher(name).matches()) {
            throw LambdaErrorException.validation(
                    "Value '%s' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                            .formatted(name, ALIAS_NAME));
        }
        FunctionVersions versions = versions(new FunctionReference(
                function.name(), body.path("FunctionVersion").asText()));
        if (versions.alias(name).isPresent()) {
            throw new LambdaErrorException(
                    409, "ResourceConflictException", "Alias already exists: " + aliasArn(function, name));
        }
        put(context, 201, function, versions, new FunctionAlias(name, "", "", Map.of(), ""), body);
    }

    private void updateAlias(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        FunctionVersions versions = versions(function);
        String name = context.pathParam("alias");
        FunctionAlias alias = versions.alias(name)
                .orElseThrow(() -> LambdaErrorException.notFound("Alias not found: " + aliasArn(function, name)));
        put(context, 200, function, versions, alias, LambdaJson.parse(LambdaApi.body(context)));
    }

    /** Stores the alias with the fields of the body; absent ones keep their value. */
    private static void put(
            RoutingContext context,
            int status,
            FunctionReference function,
            FunctionVersions versions,
            FunctionAlias old,
            JsonNode body) {
        FunctionAlias alias = new FunctionAlias(
                old.name(),
                body.path("FunctionVersion").asText(old.version()),
                body.path("Description").asText(old.description()),
                body.hasNonNull("RoutingConfig")
                        ? AliasWeights.parse(body.path("RoutingConfig").path("AdditionalVersionWeights"))
                        : old.weights(),
                UUID.randomUUID().toString());
        AliasWeights.check(function, alias, versions);
        versions.put(alias);
        Json.respond(context.response(), status, description(function, alias));
    }

    private void getAlias(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        String name = context.pathParam("alias");
        FunctionAlias alias = versions(function)
                .alias(name)
                .orElseThrow(() -> LambdaErrorException.notFound("Cannot find alias arn: " + aliasArn(function, name)));
        Json.respond(context.response(), 200, description(function, alias));
    }

    private void listAliases(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        List<Map<String, Object>> all = versions(function).aliases().stream()
                .map(alias -> description(function, alias))
                .toList();
        Json.respond(context.response(), 200, Map.of("Aliases", all));
    }

    private void deleteAlias(RoutingContext context) {
        versions(LambdaApi.function(context)).removeAlias(context.pathParam("alias"));
        context.response().setStatusCode(204).end();
    }

    private static Map<String, Object> description(FunctionReference function, FunctionAlias alias) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("AliasArn", aliasArn(function, alias.name()));
        description.put("Name", alias.name());
        description.put("FunctionVersion", alias.version());
        description.put("Description", alias.description());
        if (!alias.weights().isEmpty()) {
            description.put("RoutingConfig", Map.of("AdditionalVersionWeights", alias.weights()));
        }
        description.put("RevisionId", alias.revisionId());
        return description;
    }

    private static String aliasArn(FunctionReference function, String alias) {
        return Aws.functionArn(function.name()) + ":" + alias;
    }

    private FunctionVersions versions(FunctionReference function) {
        return lambda.find(function.name()).orElseThrow(() -> LambdaErrorException.of(function.unknown()));
    }
}
