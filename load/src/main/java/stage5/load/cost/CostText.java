package stage5.load.cost;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.Results;
import stage5.load.results.ResultsOption;

/** Prints the estimate: the sentence, a table of all arms, and the limits of the measurement. */
final class CostText {

    private final FormCosts forms;
    private final Scenario scenario;
    private final Results results;
    private final PrintWriter out;

    CostText(FormCosts forms, Scenario scenario, Results results, PrintWriter out) {
        this.forms = forms;
        this.scenario = scenario;
        this.results = results;
        this.out = out;
    }

    /**
     * Prints the estimate.
     *
     * @param sample whether the results are the committed sample, which the output then states
     * @param bill whether to print each line of the bill
     */
    void print(boolean sample, boolean bill) {
        if (sample) {
            printSampleNotice();
        }
        CostAnswer answer = new CostAnswer(forms, scenario);
        out.println(answer.sentence());
        out.println();
        out.printf("%-20s %14s   %s%n", "all services as", "a month", "a million requests (95 %)");
        for (String arm : forms.measured().arms()) {
            FormCosts.Choice all = forms.all(arm);
            out.printf("%-20s %14s   %s%n", arm, forms.amount(all, scenario), forms.perMillionRequests(all, scenario));
        }
        if (bill) {
            forms.bills(answer.choice(), scenario).forEach(this::print);
        }
        out.println();
        MeasurementEnvironment environment = results.environment();
        out.printf(
                "Prices: %s, version %s. Usage: model %s, %d rounds, %s, %s.%n",
                forms.model().prices().region(),
                forms.model().prices().version(),
                forms.measured().model(),
                forms.measured().rounds(),
                environment.provenance(),
                results.folder());
        forms.measured().gaps().forEach(out::println);
        environment.limitations().forEach(what -> out.println("Limitation: " + what));
        environment.whatIsEmulated().forEach(what -> out.println("Emulated: " + what));
        out.flush();
    }

    private void printSampleNotice() {
        MeasurementEnvironment environment = results.environment();
        out.printf(
                "No own results in %s: this estimate uses the committed sample %s (commit %s, measured on %s).%n%n",
                ResultsOption.PARENT,
                ResultsOption.SAMPLE,
                environment.commit(),
                LocalDate.ofInstant(environment.startedAt(), ZoneOffset.UTC));
    }

    private void print(String what, Bill bill) {
        out.printf("%n%s: %s%n", what, bill.total());
        for (BillLine line : bill.lines()) {
            out.printf(
                    "  %-58s %,20.3f %-12s %s%n",
                    line.what(), line.quantity().amount(), line.quantity().unit(), line.cost());
        }
    }
}
