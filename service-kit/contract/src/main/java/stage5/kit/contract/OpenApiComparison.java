package stage5.kit.contract;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares two versions of an OpenAPI 3.1 document from the view of callers that know the older one. */
final class OpenApiComparison {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final Predicate<HttpOperation> isCalled;
    private final Consumer<BreakingChange> breaks;
    private final SchemaComparison requests;
    private final SchemaComparison responses;

    /** @param isCalled returns whether an operation is called; changes of other operations are ignored */
    OpenApiComparison(Predicate<HttpOperation> isCalled, Consumer<BreakingChange> breaks) {
        this.isCalled = isCalled;
        this.breaks = breaks;
        this.requests = new SchemaComparison(SchemaRole.REQUEST, breaks);
        this.responses = new SchemaComparison(SchemaRole.RESPONSE, breaks);
    }

    void compare(DocumentNode before, DocumentNode after) {
        before.at("paths").members().forEach((path, was) -> {
            List<String> methods = was.members().keySet().stream()
                    .filter(METHODS::contains)
                    .filter(method -> isCalled.test(HttpOperation.of(method, path)))
                    .toList();
            DocumentNode is = after.at("paths").at(path);
            if (methods.isEmpty()) {
                return;
            }
            if (is.exists()) {
                methods.forEach(method -> operation(method, was, is, before, after));
            } else {
                report(is, "path removed");
            }
        });
    }

    /** Returns the operations of a document. */
    static Set<HttpOperation> operations(DocumentNode document) {
        Set<HttpOperation> operations = new LinkedHashSet<>();
        document.at("paths").members().forEach((path, item) -> item.members().keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> operations.add(HttpOperation.of(method, path))));
        return operations;
    }

    private void operation(String method, DocumentNode was, DocumentNode is, DocumentNode before, DocumentNode after) {
        DocumentNode operation = was.at(method);
        DocumentNode now = is.at(method);
        if (!now.exists()) {
            report(now, "operation removed");
            return;
        }
        parameters(parameters(was, operation), parameters(is, now), now);
        body(operation.at("requestBody").target(), now.at("requestBody").target());
        responses(operation.at("responses"), now.at("responses"));
        security(security(before, operation), security(after, now), now);
    }

    private void parameters(Map<String, DocumentNode> before, Map<String, DocumentNode> after, DocumentNode operation) {
        before.forEach((name, was) -> {
            DocumentNode is = after.get(name);
            if (is == null) {
                report(operation.at("parameters"), "parameter " + name + " removed: callers still send it");
                return;
            }
            if (isRequired(is) && !isRequired(was)) {
                report(is, "parameter " + name + " is required, was optional: callers don't send it");
            }
            requests.compare(was.at("schema"), is.at("schema"));
        });
        after.forEach((name, is) -> {
            if (!before.containsKey(name) && isRequired(is)) {
                report(is, "required parameter " + name + " added: callers don't send it");
            }
        });
    }

    private void body(DocumentNode was, DocumentNode is) {
        if (isRequired(is) && !isRequired(was)) {
            report(is, "body is required, was not: callers don't send it");
        }
        if (was.exists()) {
            content(was, is, requests);
        }
    }

    private void responses(DocumentNode before, DocumentNode after) {
        before.members().forEach((status, reference) -> {
            DocumentNode was = reference.target();
            DocumentNode is = after.at(status).target();
            if (is.exists()) {
                headers(was.at("headers"), is.at("headers"));
                content(was, is, responses);
            } else if (isSuccess(status)) {
                report(is, "response removed");
            }
        });
        after.members().forEach((status, is) -> {
            if (isSuccess(status) && !before.at(status).exists()) {
                report(is, "another success added: callers don't expect it");
            }
        });
    }

    private void headers(DocumentNode before, DocumentNode after) {
        before.members().forEach((name, reference) -> {
            DocumentNode was = reference.target();
            DocumentNode is = after.at(name).target();
            if (!is.exists()) {
                report(is, "header removed");
                return;
            }
            if (isRequired(was) && !isRequired(is)) {
                report(is, "header is optional, was required");
            }
            responses.compare(was.at("schema"), is.at("schema"));
        });
    }

    private void content(DocumentNode was, DocumentNode is, SchemaComparison schemas) {
        was.at("content").members().forEach((type, media) -> {
            DocumentNode now = is.at("content").at(type);
            if (now.exists()) {
                schemas.compare(media.at("schema"), now.at("schema"));
            } else {
                report(now, "media type removed");
            }
        });
    }

    /** Each alternative set of credentials that was sufficient has to stay sufficient. */
    private void security(List<Set<String>> before, List<Set<String>> after, DocumentNode operation) {
        boolean stillOpen = after.isEmpty() || after.contains(Set.<String>of());
        if (!stillOpen && (before.isEmpty() || !after.containsAll(before))) {
            report(operation.at("security"), "required " + text(before) + ", requires " + text(after));
        }
    }

    private static List<Set<String>> security(DocumentNode document, DocumentNode operation) {
        DocumentNode own = operation.at("security");
        return (own.exists() ? own : document.at("security"))
                .elements().stream()
                        .map(alternative -> alternative.members().keySet())
                        .toList();
    }

    private static String text(List<Set<String>> alternatives) {
        return alternatives.isEmpty()
                ? "no credentials"
                : alternatives.stream().map(Set::toString).collect(Collectors.joining(" or "));
    }

    /** Returns the parameters of an operation by location and name; they override those of its path. */
    private static Map<String, DocumentNode> parameters(DocumentNode path, DocumentNode operation) {
        Map<String, DocumentNode> parameters = new LinkedHashMap<>();
        for (DocumentNode owner : List.of(path, operation)) {
            owner.at("parameters").elements().stream()
                    .map(DocumentNode::target)
                    .forEach(parameter -> parameters.put(
                            parameter.at("in").text() + " "
                                    + parameter.at("name").text(),
                            parameter));
        }
        return parameters;
    }

    private static boolean isRequired(DocumentNode node) {
        return node.at("required").node().asBoolean();
    }

    private static boolean isSuccess(String status) {
        return status.startsWith("2");
    }

    private void report(DocumentNode node, String change) {
        breaks.accept(node.breakingChange(change));
    }
}
