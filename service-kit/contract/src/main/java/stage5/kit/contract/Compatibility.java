package stage5.kit.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a change of a contract breaks. Who relies on a schema's old form depends on its use:
 *
 * <ul>
 *   <li>an <b>event</b> is read by readers that know the old schema, and is kept for ever, so that readers who know the
 *       new schema read old events: its schema may do neither more nor less of what it said, only grow;
 *   <li>an <b>answer</b> is read by callers that know the old schema: it may promise more;
 *   <li>a <b>request</b> is written by callers that know the old schema: it may ask for less.
 * </ul>
 *
 * <table>
 *   <caption>Which changes break somebody</caption>
 *   <tr><th>change</th><th>event</th><th>answer</th><th>request</th></tr>
 *   <tr><td>field removed</td><td>breaks</td><td>breaks</td><td>breaks</td></tr>
 *   <tr><td>optional field added</td><td>passes</td><td>passes</td><td>passes</td></tr>
 *   <tr><td>optional field added to a closed object</td><td>breaks</td><td>breaks</td><td>passes</td></tr>
 *   <tr><td>required field added, or an optional one made required</td><td>breaks</td><td>passes</td><td>breaks</td></tr>
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
 * closed: a reader may decide by it. What has to stay open to new values is a string with a pattern and examples. A
 * value means what its {@code description} says, or, where it has none, what the list's says; rewording that is
 * changing it. A first description changes nothing.
 *
 * <p>Of the AsyncAPI document, a channel, address or message that is no longer sent breaks; the channels that a service
 * receives from are others' promises. Of the OpenAPI document: a path, operation, parameter, success status, answer
 * header or media type removed; a parameter or body that becomes required; a success status added; credentials asked for
 * where fewer were enough. Error statuses may come and go: a caller has to cope with any.
 *
 * <p>What has to break is a new version of the event, path or field beside the old one.
 */
public final class Compatibility {

    private Compatibility() {}

    /** Returns what breaks somebody who relies on {@code before} once {@code after} is deployed; empty if nothing does. */
    public static List<BreakingChange> breaks(Contract before, Contract after) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        http(before, after, operation -> true, breaks);
        events(before, after, type -> true, breaks);
        return List.copyOf(breaks);
    }

    /** Returns what of that breaks somebody who reads these event types. */
    public static List<BreakingChange> eventBreaks(Contract before, Contract after, Set<String> types) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        events(before, after, types::contains, breaks);
        return List.copyOf(breaks);
    }

    /** Returns what of that breaks somebody who calls these operations. */
    public static List<BreakingChange> httpBreaks(Contract before, Contract after, Set<HttpOperation> operations) {
        Set<BreakingChange> breaks = new LinkedHashSet<>();
        http(before, after, operations::contains, breaks);
        return List.copyOf(breaks);
    }

    private static void http(Contract before, Contract after, Predicate<HttpOperation> called, Set<BreakingChange> breaks) {
        new OpenApiComparison(called, breaks::add)
                .compare(before.document(Contract.OPENAPI), after.document(Contract.OPENAPI));
    }

    private static void events(Contract before, Contract after, Predicate<String> read, Set<BreakingChange> breaks) {
        if (!before.publishes()) {
            return;
        }
        Set<String> types = after.types();
        boolean removed = false;
        for (String type : before.types()) {
            if (read.test(type) && !types.contains(type)) {
                removed = true;
                breaks.add(after.document(Contract.schemaFile(type))
                        .broken("event removed: old ones are read for ever, and readers wait for new ones"));
            }
        }
        if (!removed) {
            new AsyncApiComparison(read, breaks::add)
                    .compare(before.document(Contract.ASYNCAPI), after.document(Contract.ASYNCAPI));
        }
        for (String type : before.exampleTypes()) {
            if (read.test(type) && types.contains(type)) {
                after.violations(before.example(type))
                        .forEach(violation -> breaks.add(before.document(Contract.exampleFile(type))
                                .broken("the released example no longer validates: " + violation)));
            }
        }
    }
}
