package stage5.load.cost;

import java.io.PrintWriter;
import stage5.load.results.Environment;
import stage5.load.results.Results;

/** The answer as a terminal shows it: the sentence, a table of all arms, and what the figures can't know. */
final class CostText {

    private final Forms forms;
    private final Scenario scenario;
    private final Results results;
    private final PrintWriter out;

    CostText(Forms forms, Scenario scenario, Results results, PrintWriter out) {
        this.forms = forms;
        this.scenario = scenario;
        this.results = results;
        this.out = out;
    }

    void print(boolean bill) {
        Answer answer = new Answer(forms, scenario);
        out.println(answer.sentence());
        out.println();
        out.printf("%-20s %14s   %s%n", "all services as", "a month", "a million requests (95 %)");
        for (String arm : forms.measured().arms()) {
            Forms.Choice all = forms.all(arm);
            out.printf(
                    "%-20s %14s   %s%n",
                    arm, forms.shop(all, scenario).amount(), forms.perMillionRequests(all, scenario));
        }
        if (bill) {
            forms.bills(answer.choice(), scenario).forEach(this::print);
        }
        out.println();
        Environment environment = results.environment();
        out.printf(
                "Prices: %s, version %s. Use: model %s, %d rounds, %s, %s.%n",
                forms.model().prices().region(),
                forms.model().prices().version(),
                forms.measured().model(),
                forms.measured().rounds(),
                environment.provenance(),
                results.folder());
        forms.measured().gaps().forEach(out::println);
        environment.whatIsEmulated().forEach(what -> out.println("Emulated: " + what));
        out.flush();
    }

    private void print(String what, Bill bill) {
        out.printf("%n%s: %s%n", what, bill.total());
        for (Line line : bill.lines()) {
            out.printf(
                    "  %-58s %,20.3f %-12s %s%n",
                    line.what(), line.quantity().amount(), line.quantity().unit(), line.cost());
        }
    }
}
