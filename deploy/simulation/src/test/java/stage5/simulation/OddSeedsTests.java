package stage5.simulation;

/** The seeds 1, 3, 5 and so on. */
class OddSeedsTests extends SeedRun {

    OddSeedsTests() {
        super(1);
    }
}
