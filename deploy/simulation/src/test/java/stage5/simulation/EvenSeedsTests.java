package stage5.simulation;

/** The seeds 2, 4, 6 and so on. */
class EvenSeedsTests extends Seeds {

    EvenSeedsTests() {
        super(2);
    }
}
