package stage5.load.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Renders a {@link ReportPage} as HTML, by Qute templates that escape all values. */
final class ReportTemplate {

    private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    private static final String CHART_LIBRARY = "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.js";

    /** Sorts the keys, so that the same results give the same file. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Engine engine = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addValueResolver(ValueResolver.builder()
                    .applyToBaseClass(Chart.class)
                    .applyToName("json")
                    .resolveSync(context -> json((Chart) context.getBase()))
                    .build())
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .addLocator(ReportTemplate::locate)
            .build();

    String render(ReportPage page) {
        return engine.getTemplate("report")
                .data("page", page)
                .data("style", new RawString(resource("report.css")))
                .data("chartLibrary", new RawString(chartLibrary()))
                .data("chartScript", new RawString(resource("charts.js")))
                .render();
    }

    /** Returns the source of Chart.js; its path in the webjar contains the version. */
    private static String chartLibrary() {
        Properties webjar = new Properties();
        try {
            webjar.load(new StringReader(resource(WEBJAR)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource(CHART_LIBRARY.formatted(webjar.getProperty("version")));
    }

    /** Returns a chart's configuration as JSON that may stand in a script element. */
    private static RawString json(Chart chart) {
        try {
            return new RawString(JSON.writeValueAsString(chart.config()).replace("<", "\\u003c"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<TemplateLocation> locate(String id) {
        String template = resource(id + ".html");
        return Optional.of(new TemplateLocation() {
            @Override
            public Reader read() {
                return new StringReader(template);
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
            }
        });
    }

    private static String resource(String name) {
        try (InputStream file = ReportTemplate.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
