package stage5.kit.testing.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes the bytes of {@link RawInputs} at random; the same seed makes the same changes. */
public final class RawMutations {

    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_RUN = 200;

    /** Bytes and texts that parsers treat specially. */
    private static final List<byte[]> SPECIAL = List.of(
            RawConnection.ascii("\r\n"),
            RawConnection.ascii("\r"),
            RawConnection.ascii("\n"),
            RawConnection.ascii("\r\n\r\n"),
            RawConnection.ascii("\0"),
            RawConnection.ascii(":"),
            RawConnection.ascii(" "),
            RawConnection.ascii("\t"),
            RawConnection.ascii(","),
            RawConnection.ascii(";"),
            RawConnection.ascii("%"),
            RawConnection.ascii("%00"),
            RawConnection.ascii("%2e%2e/"),
            RawConnection.ascii("../"),
            RawConnection.ascii("\u00ff"),
            RawConnection.ascii("-1"),
            RawConnection.ascii("99999999999999999999"),
            RawConnection.ascii("Content-Length: 5\r\n"),
            RawConnection.ascii("Transfer-Encoding: chunked\r\n"),
            RawConnection.ascii("Host: other.example\r\n"),
            RawConnection.ascii("Expect: 100-continue\r\n"),
            RawConnection.ascii("Connection: close, Host\r\n"),
            RawConnection.ascii("Stage5-Time-Budget: 1\r\n"),
            RawConnection.ascii("HTTP/1.0"));

    private final Random random;
    private final List<RawInput> inputs = RawInputs.all();

    public RawMutations(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the bytes of a row with one to four changes. */
    public byte[] next() {
        byte[] bytes = any();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(LONGEST_RUN));
        return switch (random.nextInt(7)) {
            case 0 -> withByte(bytes, at);
            case 1 -> join(bytes, at, SPECIAL.get(random.nextInt(SPECIAL.size())), at);
            case 2 -> join(bytes, at, new byte[0], end);
            case 3 -> join(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            case 4 -> join(bytes, at, SPECIAL.get(random.nextInt(SPECIAL.size())), end);
            case 5 -> Arrays.copyOf(bytes, at);
            default -> splice(bytes, at);
        };
    }

    private byte[] withByte(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] = (byte) random.nextInt(256);
        }
        return changed;
    }

    /** Returns the start of the bytes with the end of another row. */
    private byte[] splice(byte[] bytes, int at) {
        byte[] other = any();
        int from = random.nextInt(other.length);
        return join(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size())).bytes();
    }

    private static byte[] join(byte[] bytes, int start, byte[] middle, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, start);
        joined.writeBytes(middle);
        joined.write(bytes, rest, bytes.length - rest);
        return joined.toByteArray();
    }
}
