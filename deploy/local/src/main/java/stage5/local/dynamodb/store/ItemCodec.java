package stage5.local.dynamodb.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts items to and from a compact binary form. One array per item costs little memory and no garbage collection. */
final class ItemCodec {

    private static final byte STRING = 1;
    private static final byte NUMBER = 2;
    private static final byte BINARY = 3;
    private static final byte STRINGS = 4;
    private static final byte NUMBERS = 5;
    private static final byte BINARIES = 6;
    private static final byte LIST = 7;
    private static final byte MAP = 8;
    private static final byte NULL = 9;
    private static final byte TRUE = 10;
    private static final byte FALSE = 11;

    private ItemCodec() {}

    static byte[] encode(Map<String, AttributeValue> item) {
        Output output = new Output();
        output.map(item);
        return output.toBytes();
    }

    /** Returns the item as new objects, which the caller may change. */
    static Map<String, AttributeValue> decode(byte[] item) {
        return new Input(ByteBuffer.wrap(item)).map();
    }

    private static final class Output {

        private byte[] bytes = new byte[512];
        private int size;

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }

        void map(Map<String, AttributeValue> map) {
            number(map.size());
            map.forEach((name, value) -> {
                text(name);
                value(value);
            });
        }

        private void value(AttributeValue value) {
            if (value.getS() != null) {
                type(STRING);
                text(value.getS());
            } else if (value.getN() != null) {
                type(NUMBER);
                text(value.getN());
            } else if (value.getM() != null) {
                type(MAP);
                map(value.getM());
            } else if (value.getL() != null) {
                type(LIST);
                number(value.getL().size());
                value.getL().forEach(this::value);
            } else if (value.getBOOL() != null) {
                type(value.getBOOL() ? TRUE : FALSE);
            } else if (value.getNULL() != null) {
                type(NULL);
            } else if (value.getB() != null) {
                type(BINARY);
                binary(value.getB());
            } else if (value.getSS() != null) {
                texts(STRINGS, value.getSS());
            } else if (value.getNS() != null) {
                texts(NUMBERS, value.getNS());
            } else if (value.getBS() != null) {
                type(BINARIES);
                number(value.getBS().size());
                value.getBS().forEach(this::binary);
            } else {
                throw new IllegalArgumentException("An attribute has no value: " + value);
            }
        }

        private void texts(byte type, List<String> texts) {
            type(type);
            number(texts.size());
            texts.forEach(this::text);
        }

        private void text(String text) {
            array(text.getBytes(UTF_8));
        }

        private void binary(ByteBuffer buffer) {
            ByteBuffer content = buffer.duplicate();
            content.rewind();
            byte[] array = new byte[content.remaining()];
            content.get(array);
            array(array);
        }

        private void array(byte[] array) {
            number(array.length);
            ensure(array.length);
            System.arraycopy(array, 0, bytes, size, array.length);
            size += array.length;
        }

        private void type(byte type) {
            ensure(1);
            bytes[size++] = type;
        }

        /** Writes a non-negative number: seven bits per byte, the lowest first. */
        private void number(int number) {
            ensure(5);
            int rest = number;
            while (rest > 0x7F) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        private void ensure(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
            }
        }
    }

    private record Input(ByteBuffer bytes) {

        Map<String, AttributeValue> map() {
            int size = number();
            Map<String, AttributeValue> map = HashMap.newHashMap(size);
            for (int i = 0; i < size; i++) {
                map.put(text(), value());
            }
            return map;
        }

        private AttributeValue value() {
            AttributeValue value = new AttributeValue();
            switch (bytes.get()) {
                case STRING -> value.setS(text());
                case NUMBER -> value.setN(text());
                case BINARY -> value.setB(ByteBuffer.wrap(array()));
                case STRINGS -> value.setSS(texts());
                case NUMBERS -> value.setNS(texts());
                case BINARIES -> value.setBS(binaries());
                case LIST -> value.setL(list());
                case MAP -> value.setM(map());
                case NULL -> value.setNULL(true);
                case TRUE -> value.setBOOL(true);
                case FALSE -> value.setBOOL(false);
                default -> throw new IllegalStateException("The stored item is damaged");
            }
            return value;
        }

        private List<AttributeValue> list() {
            int size = number();
            List<AttributeValue> list = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                list.add(value());
            }
            return list;
        }

        private List<String> texts() {
            int size = number();
            List<String> texts = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                texts.add(text());
            }
            return texts;
        }

        private List<ByteBuffer> binaries() {
            int size = number();
            List<ByteBuffer> binaries = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                binaries.add(ByteBuffer.wrap(array()));
            }
            return binaries;
        }

        private String text() {
            int length = number();
            String text = new String(bytes.array(), bytes.position(), length, UTF_8);
            bytes.position(bytes.position() + length);
            return text;
        }

        private byte[] array() {
            byte[] array = new byte[number()];
            bytes.get(array);
            return array;
        }

        private int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes.get();
                number |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
