package stage5.kit.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;

/**
 * Rejects strings with an unpaired surrogate. JSON can escape one, but UTF-8 can't encode it, so a store would return
 * another string than it was given (I-JSON, <a href="https://www.rfc-editor.org/rfc/rfc7493#section-2.1">RFC 7493,
 * 2.1</a>).
 */
final class WellFormedStringDeserializer extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;

    WellFormedStringDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String value = StringDeserializer.instance.deserialize(parser, context);
        if (value != null && value.codePoints().anyMatch(WellFormedStringDeserializer::isSurrogate)) {
            throw context.weirdStringException(value, String.class, "not well-formed Unicode");
        }
        return value;
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.Textual;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
