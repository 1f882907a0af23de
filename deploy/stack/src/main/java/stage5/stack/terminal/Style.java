package stage5.stack.terminal;

import picocli.CommandLine.Help.Ansi;

/** Colours where a person looks, none in files, in pipes or where NO_COLOR asks for none. */
public enum Style {
    GOOD("green"),
    BAD("red"),
    FAINT("faint"),
    STRONG("bold");

    private final String markup;

    Style(String markup) {
        this.markup = markup;
    }

    /** Returns the text in this style. */
    public String of(Object text) {
        return Ansi.AUTO.enabled()
                ? Ansi.Style.on(Ansi.Style.parse(markup)) + text + Ansi.Style.off(Ansi.Style.parse(markup))
                : String.valueOf(text);
    }
}
