package stage5.local.mail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Compresses byte arrays, to save memory. */
final class Deflated {

    /** Writes the bytes to compress. */
    interface Source {
        void writeTo(OutputStream output) throws Exception;
    }

    private Deflated() {}

    static byte[] bytes(Source source) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream output = new DeflaterOutputStream(bytes)) {
            source.writeTo(output);
        }
        return bytes.toByteArray();
    }

    static InputStream inflate(byte[] deflated) {
        try (InputStream input = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return new ByteArrayInputStream(input.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
