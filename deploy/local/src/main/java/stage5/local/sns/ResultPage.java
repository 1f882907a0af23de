package stage5.local.sns;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.aws.XmlWriter;

/**
 * One page of a list, with up to 100 items.
 *
 * @param nextToken the start of the next page; null on the last page
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html">ListTopics</a>
 */
record ResultPage<T>(List<T> items, String nextToken) {

    private static final int SIZE = 100;

    /** Returns the page that the request selects; throws {@link SnsErrorException} if its token is invalid. */
    static <T> ResultPage<T> of(Collection<T> all, AwsQueryRequest request) {
        int from = request.find("NextToken").map(ResultPage::offset).orElse(0);
        int to = Math.min(from + SIZE, all.size());
        List<T> items = all.stream().skip(from).limit(SIZE).toList();
        return new ResultPage<>(items, to < all.size() ? Integer.toString(to) : null);
    }

    private static int offset(String token) {
        try {
            return Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw SnsErrorException.invalidParameter("NextToken");
        }
    }

    void write(String list, XmlWriter result, Consumer<T> item) {
        result.element(list, () -> items.forEach(each -> result.element("member", () -> item.accept(each))));
        if (nextToken != null) {
            result.element("NextToken", nextToken);
        }
    }
}
