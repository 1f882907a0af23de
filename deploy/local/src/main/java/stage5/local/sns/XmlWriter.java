package stage5.local.sns;

/** XML written element by element; the AWS Query protocol's answers need no more. */
final class XmlWriter {

    private final StringBuilder text = new StringBuilder();

    /** Writes an element that holds text; characters that XML 1.0 can't hold become a question mark. */
    XmlWriter element(String name, String value) {
        text.append('<').append(name).append('>');
        value.codePoints().forEach(this::character);
        text.append("</").append(name).append('>');
        return this;
    }

    /** Writes an element that holds what {@code content} writes. */
    XmlWriter element(String name, Runnable content) {
        return element(name, "", content);
    }

    /** Writes an element in the given default namespace. */
    XmlWriter root(String name, String namespace, Runnable content) {
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
