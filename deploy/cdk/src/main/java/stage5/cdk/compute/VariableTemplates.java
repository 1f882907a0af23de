package stage5.cdk.compute;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.cdk.StackLocation;
import stage5.cdk.config.ExternalSettings;
import stage5.cdk.edge.EdgeSettings;

/** Replaces the environment's settings in the values of variables that the topology states: {@code ${region}}. */
final class VariableTemplates {

    private static final Pattern SETTING = Pattern.compile("\\$\\{(\\w+)}");

    private final Map<String, String> settings;

    VariableTemplates(StackLocation location) {
        ExternalSettings outside = location.environment().outside();
        this.settings = new TreeMap<>(Map.of(
                "region", location.region(),
                "paymentUrl", outside.paymentUrl(),
                "adminEmail", outside.adminEmail(),
                "mailDomain", outside.mailDomain(),
                "proxiesBeforeGateway", EdgeSettings.of(location.environment()).sendsOriginSecret() ? "1" : "2"));
    }

    /** Returns the value with settings; throws {@link IllegalArgumentException} if it names an unknown one. */
    String resolve(String value) {
        return SETTING.matcher(value).replaceAll(found -> Matcher.quoteReplacement(setting(found.group(1))));
    }

    private String setting(String name) {
        String setting = settings.get(name);
        if (setting == null) {
            throw new IllegalArgumentException(
                    "Unknown setting ${%s}; known are %s".formatted(name, settings.keySet()));
        }
        return setting;
    }
}
