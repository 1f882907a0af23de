package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Converts between JSON and the SDK's requests and responses, by the SDK's own description of their members. */
final class SdkValues {

    private SdkValues() {}

    /**
     * Sets the members of a builder and returns what it builds.
     *
     * @throws IllegalArgumentException if the SDK has no such member
     */
    static Object build(SdkPojo builder, JsonNode members) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            SdkField<?> field = builder.sdkFields().stream()
                    .filter(known -> known.memberName().equals(member.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("The SDK has no " + member.getKey() + " in "
                            + builder.getClass().getSimpleName()));
            field.set(builder, toSdk(field, member.getValue()));
        }
        return ((Buildable) builder).build();
    }

    private static Object toSdk(SdkField<?> field, JsonNode value) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            return value.asText();
        }
        if (type == MarshallingType.INTEGER) {
            return value.asInt();
        }
        if (type == MarshallingType.LONG) {
            return value.asLong();
        }
        if (type == MarshallingType.DOUBLE) {
            return value.asDouble();
        }
        if (type == MarshallingType.BOOLEAN) {
            return value.asBoolean();
        }
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(value.asText()));
        }
        if (type == MarshallingType.LIST) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            List<Object> list = new ArrayList<>();
            value.forEach(one -> list.add(toSdk(element, one)));
            return list;
        }
        if (type == MarshallingType.MAP) {
            SdkField<?> entry = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> map = new LinkedHashMap<>();
            value.properties().forEach(one -> map.put(one.getKey(), toSdk(entry, one.getValue())));
            return map;
        }
        if (type == MarshallingType.SDK_POJO) {
            return build(field.constructor().get(), value);
        }
        throw new IllegalArgumentException(field.memberName() + " has the type " + type.getTargetClass());
    }

    /** Returns the members that have a value. Bytes become base64 text, times become ISO 8601 text. */
    static ObjectNode toJson(SdkPojo pojo) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                members.set(field.memberName(), toJson(value));
            }
        }
        return members;
    }

    private static JsonNode toJson(Object value) {
        return switch (value) {
            case SdkPojo pojo -> toJson(pojo);
            case SdkBytes bytes -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.asByteArray()));
            case Instant time -> TextNode.valueOf(time.toString());
            case List<?> list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                list.forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                map.forEach((key, element) -> object.set(key.toString(), toJson(element)));
                yield object;
            }
            case Boolean bool -> JsonNodeFactory.instance.booleanNode(bool);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Number number -> DoubleNode.valueOf(number.doubleValue());
            default -> TextNode.valueOf(value.toString());
        };
    }
}
