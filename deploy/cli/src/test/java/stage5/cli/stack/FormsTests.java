package stage5.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FormsTests {

    @Test
    void shouldGiveAllServicesOneForm_whenOneWordIsSaid() {
        Forms forms = Forms.parse("lambda");

        assertThat(Part.services())
                .allSatisfy(service -> assertThat(forms.of(service)).isEqualTo(Form.LAMBDA));
        assertThat(forms.of(Part.CLOUD)).as("the local cloud is no function").isEqualTo(Form.CONTAINER);
    }

    @Test
    void shouldMixForms_whenServicesAreNamed() {
        Forms forms = Forms.parse("catalog=lambda,order-service=container,notification=lambda");

        assertThat(forms.of(Part.CATALOG)).isEqualTo(Form.LAMBDA);
        assertThat(forms.of(Part.ORDER)).isEqualTo(Form.CONTAINER);
        assertThat(forms.of(Part.NOTIFICATION)).isEqualTo(Form.LAMBDA);
        assertThat(forms.of(Part.GATEWAY)).as("not mentioned").isEqualTo(Form.CONTAINER);
    }

    @Test
    void shouldSayWhatThereIs_whenAFormOrAServiceIsUnknown() {
        assertThatThrownBy(() -> Forms.parse("pod"))
                .isInstanceOf(StackException.class)
                .hasMessage("There is no form pod; there are container, lambda");
        assertThatThrownBy(() -> Forms.parse("cart=lambda"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("There is no service cart");
        assertThatThrownBy(() -> Forms.parse("cloud=lambda")).isInstanceOf(StackException.class);
        assertThatThrownBy(() -> Forms.parse("order=lambda,catalog"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("catalog says no form");
    }
}
