package stage5.gateway.contract;

import stage5.kit.testing.HttpContractTest;

class ContractTests extends HttpContractTest {

    ContractTests() {
        super("stage5.gateway");
    }
}
