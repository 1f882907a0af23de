package stage5.kit.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * Reads integers as JSON Schema defines them: any number without a fractional part, so 2.0 and 1e3 are integers and 2.5
 * is none (<a href="https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3">core, 4.2.3</a>). Jackson
 * alone accepts 2.0 only together with 2.5.
 *
 * @param <N> {@link Integer} or {@link Long}
 */
final class WholeNumberDeserializer<N extends Number> extends StdScalarDeserializer<N> {

    private static final long serialVersionUID = 1L;

    private final transient JsonDeserializer<N> delegate;
    private final transient Function<BigDecimal, N> exact;

    @SuppressWarnings("unchecked")
    private WholeNumberDeserializer(Class<N> type, Function<BigDecimal, N> exact) {
        super(type);
        this.delegate = (JsonDeserializer<N>) NumberDeserializers.find(type, type.getName());
        this.exact = exact;
    }

    /** Adds the deserializers of all integer types of requests to a module. */
    static void addTo(SimpleModule module) {
        module.addDeserializer(int.class, new WholeNumberDeserializer<>(int.class, BigDecimal::intValueExact))
                .addDeserializer(Integer.class, new WholeNumberDeserializer<>(Integer.class, BigDecimal::intValueExact))
                .addDeserializer(long.class, new WholeNumberDeserializer<>(long.class, BigDecimal::longValueExact))
                .addDeserializer(Long.class, new WholeNumberDeserializer<>(Long.class, BigDecimal::longValueExact));
    }

    @Override
    public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return delegate.deserialize(parser, context);
        }
        BigDecimal number = parser.getDecimalValue();
        try {
            // Compares the magnitude first, so that 1e999999999 does not become a number with as many digits.
            return exact.apply(number);
        } catch (ArithmeticException notAnInteger) {
            // With the sign only: the text of 1e999999999 would fill the memory.
            throw context.weirdNumberException(number.signum(), handledType(), "not an integer in range");
        }
    }

    @Override
    public N getNullValue(DeserializationContext context) throws JsonMappingException {
        return delegate.getNullValue(context);
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.Integer;
    }
}
