package stage5.local.aws;

/** Writes XML element by element, as far as the AWS Query protocol needs it. */
public final class XmlWriter {

    private final StringBuilder text = new StringBuilder();

    /** Writes an element with text. Characters that XML 1.0 does not allow become question marks. */
    public XmlWriter element(String name, String value) {
        text.append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            character(value.codePointAt(i));
        }
        text.append("</").append(name).append('>');
        return this;
    }

    /** Writes an element with the content that {@code content} writes. */
    public XmlWriter element(String name, Runnable content) {
        return element(name, "", content);
    }

    /** Writes an element with a default namespace. */
    public XmlWriter root(String name, String namespace, Runnable content) {
        return element(name, " xmlns=\"" + namespace + "\"", content);
    }

    private XmlWriter element(String name, String attributes, Runnable content) {
        text.append('<').append(name).append(attributes).append('>');
        content.run();
        text.append("</").append(name).append('>');
        return this;
    }

    private void character(int c) {
        switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '\t', '\n', '\r' -> text.append("&#").append(c).append(';');
            default -> text.appendCodePoint(c < 0x20 || c == 0xFFFE || c == 0xFFFF ? '?' : c);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
