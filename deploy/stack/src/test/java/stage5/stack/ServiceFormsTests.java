package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServiceFormsTests {

    @Test
    void shouldGiveAllServicesOneForm_whenTheTextIsAForm() {
        ServiceForms forms = ServiceForms.parse("lambda");

        assertThat(Component.services())
                .allSatisfy(service -> assertThat(forms.of(service)).isEqualTo(Form.LAMBDA));
        assertThat(forms.of(Component.CLOUD))
                .as("the local cloud is always a process")
                .isEqualTo(Form.CONTAINER);
    }

    @Test
    void shouldMixForms_whenServicesAreNamed() {
        ServiceForms forms = ServiceForms.parse("catalog=lambda,order-service=container,notification=lambda");

        assertThat(forms.of(Component.CATALOG)).isEqualTo(Form.LAMBDA);
        assertThat(forms.of(Component.ORDER)).isEqualTo(Form.CONTAINER);
        assertThat(forms.of(Component.NOTIFICATION)).isEqualTo(Form.LAMBDA);
        assertThat(forms.of(Component.GATEWAY)).as("not named").isEqualTo(Form.CONTAINER);
    }

    @Test
    void shouldListTheKnownOnes_whenAFormOrAServiceIsUnknown() {
        assertThatThrownBy(() -> ServiceForms.parse("pod"))
                .isInstanceOf(StackException.class)
                .hasMessage("There is no form pod; the forms are container, lambda");
        assertThatThrownBy(() -> ServiceForms.parse("cart=lambda"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("There is no service cart");
        assertThatThrownBy(() -> ServiceForms.parse("cloud=lambda")).isInstanceOf(StackException.class);
        assertThatThrownBy(() -> ServiceForms.parse("order=lambda,catalog"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("catalog names no form");
    }
}
