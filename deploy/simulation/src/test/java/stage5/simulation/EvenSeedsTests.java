package stage5.simulation;

/** The seeds 2, 4, 6 and so on. */
class EvenSeedsTests extends SeedRun {

    EvenSeedsTests() {
        super(2);
    }
}
