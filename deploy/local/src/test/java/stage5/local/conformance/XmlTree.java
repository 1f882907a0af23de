package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An XML document as JSON: elements without namespaces, texts, and arrays of repeated elements. */
final class XmlTree {

    private XmlTree() {}

    /** @throws IllegalArgumentException if the text is not XML */
    static ObjectNode parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.set(root.getLocalName(), value(root));
            return document;
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("No XML: " + xml, e);
        }
    }

    private static JsonNode value(Element element) {
        ObjectNode children = JsonNodeFactory.instance.objectNode();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                add(children, child.getLocalName(), value(child));
            }
        }
        return children.isEmpty() ? TextNode.valueOf(element.getTextContent()) : children;
    }

    private static void add(ObjectNode children, String name, JsonNode value) {
        switch (children.get(name)) {
            case null -> children.set(name, value);
            case ArrayNode several -> several.add(value);
            case JsonNode first ->
                children.set(
                        name, JsonNodeFactory.instance.arrayNode().add(first).add(value));
        }
    }
}
