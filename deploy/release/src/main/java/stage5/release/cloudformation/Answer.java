package stage5.release.cloudformation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An answer of the Query API, or a part of one: XML. */
record Answer(Element element) {

    /** Returns the answer; throws {@link IOException} if it is no XML. */
    static Answer read(InputStream xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new Answer(factory.newDocumentBuilder().parse(xml).getDocumentElement());
        } catch (SAXException e) {
            throw new IOException("The answer is no XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's parser has these features", e);
        }
    }

    /** Returns the text of the first element of that name, empty where there is none. */
    String text(String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    /** Returns the members of the list of that name. */
    List<Answer> members(String list) {
        NodeList lists = element.getElementsByTagName(list);
        if (lists.getLength() == 0) {
            return List.of();
        }
        NodeList children = lists.item(0).getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .map(child -> new Answer((Element) child))
                .toList();
    }
}
