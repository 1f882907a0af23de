package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTests {

    private static final String UPSTREAMS = "stage5.gateway.upstreams.";

    @Test
    void shouldSetTheRateOfOneClass_whenAnEnvironmentVariableNamesIt() {
        Map<String, Double> rates = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .withSources(new EnvConfigSource(Map.of("STAGE5_GATEWAY_TRACING_RATES_PLACE_ORDER", "0.2"), 300))
                .withDefaultValue("stage5.gateway.tracing.rates.place-order", "0.05")
                .withDefaultValue("stage5.gateway.tracing.rates.sales", "0.05")
                .withDefaultValue(UPSTREAMS + "catalog.url", "http://catalog:8081")
                .withDefaultValue(UPSTREAMS + "order.url", "http://order:8082")
                .withDefaultValue(UPSTREAMS + "user.url", "http://user:8083")
                .build()
                .getConfigMapping(GatewayConfig.class)
                .tracing()
                .rates();

        assertThat(rates).contains(Map.entry("place-order", 0.2), Map.entry("sales", 0.05));
    }

    @Test
    void shouldHaveAllInstances_whenAUrlIsAList() {
        GatewayConfig.Upstreams upstreams = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .withDefaultValue(UPSTREAMS + "catalog.url", "http://catalog:8081")
                .withDefaultValue(UPSTREAMS + "order.url", "http://10.0.0.1:8082,http://10.0.0.2:8082")
                .withDefaultValue(UPSTREAMS + "user.url", "http://user:8083")
                .build()
                .getConfigMapping(GatewayConfig.class)
                .upstreams();

        assertThat(upstreams.catalog().url()).containsExactly(URI.create("http://catalog:8081"));
        assertThat(upstreams.order().url())
                .containsExactly(URI.create("http://10.0.0.1:8082"), URI.create("http://10.0.0.2:8082"));
    }
}
