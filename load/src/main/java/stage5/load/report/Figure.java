package stage5.load.report;

/** A chart with its caption and the table of its values. Public methods are for the templates. */
record Figure(String title, String caption, Chart chart, DataTable table) {

    public String id() {
        return chart.id();
    }
}
