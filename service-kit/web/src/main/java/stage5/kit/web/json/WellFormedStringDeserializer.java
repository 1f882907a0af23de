package stage5.kit.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;

/**
 * Refuses a string with half a surrogate pair in it, which JSON can escape but UTF-8 can't hold: no store would give
 * back what it was given (I-JSON, <a href="https://www.rfc-editor.org/rfc/rfc7493#section-2.1">RFC 7493, 2.1</a>).
 */
final class WellFormedStringDeserializer extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;

    WellFormedStringDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String value = StringDeserializer.instance.deserialize(parser, context);
        if (value != null && value.codePoints().anyMatch(WellFormedStringDeserializer::isHalf)) {
            throw context.weirdStringException(value, String.class, "not well-formed Unicode");
        }
        return value;
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.Textual;
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
