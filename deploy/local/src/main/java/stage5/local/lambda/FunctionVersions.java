package stage5.local.lambda;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A function: its newest code, published versions, aliases, and settings of asynchronous invocations. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html">Function versions</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html">Aliases</a>
 */
final class FunctionVersions {

    private final Context context;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final SortedMap<Integer, LambdaFunction> published = new TreeMap<>();
    private final SortedMap<String, FunctionAlias> aliases = new TreeMap<>();
    private final SortedMap<String, EventInvokeConfig> configs = new TreeMap<>();
    private LambdaFunction latest;
    private LambdaFunction lastPublished; // the newest code at the time of the last publication

    /** Creates a function without code; {@link #update} must follow. */
    FunctionVersions(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    /** Replaces the newest code and ends its environments. Published versions continue. */
    synchronized void update(LambdaFunction function) {
        if (latest != null) {
            latest.close();
        }
        latest = function;
    }

    synchronized LambdaFunction latest() {
        return latest;
    }

    /** Returns the newest code and the published versions, by their numbers. */
    synchronized List<LambdaFunction> all() {
        List<LambdaFunction> all = new ArrayList<>();
        all.add(latest);
        all.addAll(published.values());
        return all;
    }

    /** Returns the invocations in flight of all versions. Must be called on the context. */
    int inFlight() {
        return all().stream().mapToInt(LambdaFunction::inFlight).sum();
    }

    /** Returns the version for one invocation; empty if the qualifier is unknown. */
    synchronized Optional<LambdaFunction> resolve(String qualifier) {
        FunctionAlias alias = aliases.get(qualifier);
        return version(alias == null ? qualifier : alias.version(random));
    }

    /** Returns the version with this number, or the newest code for {@code $LATEST}. */
    synchronized Optional<LambdaFunction> version(String version) {
        if (version.equals(FunctionReference.LATEST)) {
            return Optional.of(latest);
        }
        return version.matches("\\d{1,9}")
                ? Optional.ofNullable(published.get(Integer.parseInt(version)))
                : Optional.empty();
    }

    /** Publishes the newest code and returns the version: the last one if the code has not changed since. */
    synchronized LambdaFunction publish() {
        if (latest != lastPublished) {
            lastPublished = latest;
            int number = published.isEmpty() ? 1 : published.lastKey() + 1;
            published.put(number, latest.published(Integer.toString(number)));
        }
        return published.get(published.lastKey());
    }

    synchronized Optional<FunctionAlias> alias(String name) {
        return Optional.ofNullable(aliases.get(name));
    }

    synchronized List<FunctionAlias> aliases() {
        return List.copyOf(aliases.values());
    }

    synchronized void put(FunctionAlias alias) {
        aliases.put(alias.name(), alias);
    }

    synchronized void removeAlias(String name) {
        aliases.remove(name);
    }

    /** Returns the settings for this qualifier; empty if there are none. */
    synchronized Optional<EventInvokeConfig> config(String qualifier) {
        return Optional.ofNullable(configs.get(qualifier));
    }

    /** Returns all settings by qualifier. */
    synchronized SortedMap<String, EventInvokeConfig> configs() {
        return new TreeMap<>(configs);
    }

    synchronized void putConfig(String qualifier, EventInvokeConfig config) {
        configs.put(qualifier, config);
    }

    /** Removes the settings; returns false if there were none. */
    synchronized boolean removeConfig(String qualifier) {
        return configs.remove(qualifier) != null;
    }

    /** Ends the environments of all versions. */
    synchronized void close() {
        all().forEach(LambdaFunction::close);
    }
}
