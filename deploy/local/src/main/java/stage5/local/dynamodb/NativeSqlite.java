package stage5.local.dynamodb;

import stage5.local.BuildDirectory;

/** The native library in which DynamoDB Local keeps the descriptions of tables. */
final class NativeSqlite {

    private static final String DIRECTORY = "sqlite4java.library.path";

    private NativeSqlite() {}

    /** Makes the library in the build directory known, unless a system property names another directory. */
    static void locate() {
        if (System.getProperty(DIRECTORY) == null) {
            System.setProperty(DIRECTORY, BuildDirectory.file("native").toString());
        }
    }
}
