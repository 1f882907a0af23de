package stage5.kit.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the breaking changes between two versions of a contract. Which changes of a schema break depends on its role:
 *
 * <ul>
 *   <li>an <b>event</b> is read by consumers that know the old schema. Events are kept for ever, so consumers with the
 *       new schema also read old events. Its schema may only get new optional fields;
 *   <li>a <b>response</b> is read by callers that know the old schema. It may guarantee more;
 *   <li>a <b>request</b> is written by callers that know the old schema. It may require less.
 * </ul>
 *
 * <table>
 *   <caption>Which changes break</caption>
 *   <tr><th>change</th><th>event</th><th>response</th><th>request</th></tr>
 *   <tr><td>field removed</td><td>breaks</td><td>breaks</td><td>breaks</td></tr>
 *   <tr><td>optional field added</td><td>passes</td><td>passes</td><td>passes</td></tr>
 *   <tr><td>optional field added to a closed object</td><td>breaks</td><td>breaks</td><td>passes</td></tr>
 *   <tr><td>required field added, or an optional one made required</td>
 *       <td>breaks</td><td>passes</td><td>breaks</td></tr>
 *   <tr><td>required field made optional</td><td>breaks</td><td>breaks</td><td>passes</td></tr>
 *   <tr><td>narrowed: fewer types or values, tighter limit, pattern or format added</td>
 *       <td>breaks</td><td>passes</td><td>breaks</td></tr>
 *   <tr><td>widened: more types or values, looser limit, pattern or format removed</td>
 *       <td>breaks</td><td>breaks</td><td>passes</td></tr>
 *   <tr><td>type, pattern, format, default or an unknown keyword changed</td>
 *       <td>breaks</td><td>breaks</td><td>breaks</td></tr>
 *   <tr><td>meaning of a listed value changed</td><td>breaks</td><td>breaks</td><td>breaks</td></tr>
 *   <tr><td>title, description, examples changed</td><td>passes</td><td>passes</td><td>passes</td></tr>
 * </table>
 *
 * <p>A list of values ({@code const}, {@code enum}, or {@code oneOf} of {@code const} with {@code description}) is
 * closed: a reader may branch on it. For values that may be extended use a string with a pattern and examples. The
 * meaning of a value is its {@code description}, or the list's if it has none; rewording it counts as a change of
 * meaning. Adding the first description does not.
 *
 * <p>AsyncAPI document: it breaks if a channel, address or message is no longer sent. Channels that the service
 * receives from belong to other contracts. OpenAPI document: it breaks if a path, operation, parameter, success status,
 * response header or media type is removed, a parameter or body becomes required, a success status is added, or more
 * credentials are required. Error statuses may change, since a caller has to handle any.
 *
 * <p>For a breaking change, add a new version of the event, path or field next to the old one.
 */
public final class Compatibility {

    private Compatibility() {}

    /** Returns the changes that break consumers and callers of {@code before}; empty if {@code after} is compatible. */
    public static List<BreakingChange> breaks(Contract before, Contract after) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        http(before, after, operation -> true, breaks);
        events(before, after, type -> true, breaks);
        return List.copyOf(breaks);
    }

    /** Returns the changes that break consumers of these event types. */
    public static List<BreakingChange> eventBreaks(Contract before, Contract after, Set<String> types) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        events(before, after, types::contains, breaks);
        return List.copyOf(breaks);
    }

    /** Returns the changes that break callers of these operations. */
    public static List<BreakingChange> httpBreaks(Contract before, Contract after, Set<HttpOperation> operations) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        http(before, after, operations::contains, breaks);
        return List.copyOf(breaks);
    }

    private static void http(
            Contract before, Contract after, Predicate<HttpOperation> isCalled, Set<BreakingChange> breaks) {
        new OpenApiComparison(isCalled, breaks::add)
                .compare(before.document(Contract.OPENAPI), after.document(Contract.OPENAPI));
    }

    private static void events(Contract before, Contract after, Predicate<String> isRead, Set<BreakingChange> breaks) {
        if (!before.publishes()) {
            return;
        }
        Set<String> types = after.types();
        boolean removed = false;
        for (String type : before.types()) {
            if (isRead.test(type) && !types.contains(type)) {
                removed = true;
                breaks.add(after.document(Contract.schemaFile(type))
                        .breakingChange(
                                "event removed: old events are kept for ever, and consumers wait for new ones"));
            }
        }
        if (!removed) {
            new AsyncApiComparison(isRead, breaks::add)
                    .compare(before.document(Contract.ASYNCAPI), after.document(Contract.ASYNCAPI));
        }
        for (String type : before.exampleTypes()) {
            if (isRead.test(type) && types.contains(type)) {
                after.violations(before.example(type))
                        .forEach(violation -> breaks.add(before.document(Contract.exampleFile(type))
                                .breakingChange("the released example no longer validates: " + violation)));
            }
        }
    }
}
