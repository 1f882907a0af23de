package stage5.load.report;

/**
 * A chart with its caption and the table behind it.
 *
 * @param svg empty where the table says it better
 */
record Figure(String id, String title, String caption, String svg, Table table) {}
