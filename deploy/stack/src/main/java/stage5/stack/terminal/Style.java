package stage5.stack.terminal;

import picocli.CommandLine.Help.Ansi;

/** Text styles for a terminal. They have no effect in files and pipes, or if NO_COLOR is set. */
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
