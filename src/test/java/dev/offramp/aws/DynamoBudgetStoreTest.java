package dev.offramp.aws;

import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.BudgetStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of budgets, in DynamoDB. */
class DynamoBudgetStoreTest extends BudgetStoreContract {
  private static LocalDynamo dynamo;

  @BeforeAll
  static void start() throws Exception {
    dynamo = LocalDynamo.start();
    dynamo.createTable("budgets");
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Override
  protected BudgetStore store() {
    return new DynamoBudgetStore(dynamo.client(), "budgets");
  }
}
