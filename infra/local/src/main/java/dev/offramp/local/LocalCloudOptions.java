package dev.offramp.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a {@link LocalCloud} is to run. Immutable; made by {@link #builder(Path)}. */
public final class LocalCloudOptions {
  private final Builder values;

  private LocalCloudOptions(Builder values) {
    this.values = values;
  }

  /**
   * Begins with everything at its default.
   *
   * @param template the AWS SAM template
   */
  public static Builder builder(Path template) {
    return new Builder(template);
  }

  /** The template that is read. */
  public Path template() {
    return values.template;
  }

  /** The folder against which {@code CodeUri} is resolved; by default that of the template. */
  public Path projectRoot() {
    return values.projectRoot;
  }

  /** {@code AWS::StackName}, with which names of resources without one begin. */
  public String stackName() {
    return values.stackName;
  }

  /** {@code AWS::Region}. */
  public String region() {
    return values.region;
  }

  /** Values for the template's parameters. */
  public Map<String, String> parameters() {
    return values.parameters;
  }

  /** Variables that every function gets on top of its own. */
  public Map<String, String> functionEnvironment() {
    return values.functionEnvironment;
  }

  /**
   * The folder that outlives the run: objects, tables and secrets; none: everything is temporary.
   */
  public Optional<Path> stateDir() {
    return Optional.ofNullable(values.stateDir);
  }

  /** Whether tables come into the state folder at the end of the run only. */
  public boolean tablesAtEnd() {
    return values.tablesAtEnd;
  }

  /** Where unpacked artifacts and class archives are kept between runs; none: temporary. */
  public Optional<Path> cacheDir() {
    return Optional.ofNullable(values.cacheDir);
  }

  /** Where the functions' output goes; none: the state folder, else a temporary one. */
  public Optional<Path> logsDir() {
    return Optional.ofNullable(values.logsDir);
  }

  /** The folder in which the run's temporary folder is made; it is removed at the end. */
  public Path temporaryDir() {
    return values.temporaryDir;
  }

  /** The ports of the services. */
  public Ports ports() {
    return values.ports;
  }

  /** How functions are run. */
  public ExecutionKind execution() {
    return values.execution;
  }

  /** The most environments that any one function gets. */
  public int maxEnvironments() {
    return values.maxEnvironments;
  }

  /** Whether an environment of each function comes up in the background before its first call. */
  public boolean prewarm() {
    return values.prewarm;
  }

  /**
   * Whether first processes note the classes that they load, for {@link LocalCloud#keepClasses()}.
   */
  public boolean learnClasses() {
    return values.learnClasses;
  }

  /** The period that replaces those of all schedules; none: as declared. */
  public Optional<Duration> scheduleOverride() {
    return Optional.ofNullable(values.scheduleOverride);
  }

  /** The pauses before the retries of a failed asynchronous call. */
  public List<Duration> asyncRetryPauses() {
    return values.asyncRetryPauses;
  }

  /** How long a function's process may take until it asks for its first call. */
  public Duration initTimeout() {
    return values.initTimeout;
  }

  /** A DynamoDB in place of DynamoDB Local. */
  public Optional<URI> dynamodbUrl() {
    return Optional.ofNullable(values.dynamodbUrl);
  }

  /** A place that speaks all four services, in place of all of ours. */
  public Optional<URI> awsEndpointUrl() {
    return Optional.ofNullable(values.awsEndpointUrl);
  }

  /** Whether every batch from a queue is delivered twice at the same time. */
  public boolean duplicateMessages() {
    return values.duplicateMessages;
  }

  /** Whether every S3 event is sent twice. */
  public boolean duplicateS3Events() {
    return values.duplicateS3Events;
  }

  /** Whether a queue that is told of objects first gets S3's test event, as at AWS. */
  public boolean s3TestEvents() {
    return values.s3TestEvents;
  }

  /** Addresses that kept secrets may name, with those that hold now. */
  public Map<String, String> movedAddresses() {
    return values.movedAddresses;
  }

  /** Collects the options. */
  public static final class Builder {
    private final Path template;
    private Path projectRoot;
    private String stackName = "offramp";
    private String region = "us-east-1";
    private Map<String, String> parameters = Map.of();
    private Map<String, String> functionEnvironment = Map.of();
    private Map<String, String> movedAddresses = Map.of();
    private Path stateDir;
    private boolean tablesAtEnd;
    private Path cacheDir;
    private Path logsDir;
    private Path temporaryDir = Path.of(System.getProperty("java.io.tmpdir"));
    private Ports ports = Ports.dynamic();
    private ExecutionKind execution = ExecutionKind.AUTOMATIC;
    private int maxEnvironments = 2;
    private boolean prewarm;
    private boolean learnClasses;
    private Duration scheduleOverride;
    private List<Duration> asyncRetryPauses = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
    private Duration initTimeout = Duration.ofSeconds(60);
    private URI dynamodbUrl;
    private URI awsEndpointUrl;
    private boolean duplicateMessages;
    private boolean duplicateS3Events;
    private boolean s3TestEvents;

    private Builder(Path template) {
      this.template = template.toAbsolutePath().normalize();
      this.projectRoot = this.template.getParent();
    }

    private Builder(Builder other) {
      template = other.template;
      projectRoot = other.projectRoot;
      stackName = other.stackName;
      region = other.region;
      parameters = Map.copyOf(other.parameters);
      functionEnvironment = Map.copyOf(other.functionEnvironment);
      movedAddresses = Map.copyOf(other.movedAddresses);
      stateDir = other.stateDir;
      tablesAtEnd = other.tablesAtEnd;
      cacheDir = other.cacheDir;
      logsDir = other.logsDir;
      temporaryDir = other.temporaryDir;
      ports = other.ports;
      execution = other.execution;
      maxEnvironments = other.maxEnvironments;
      prewarm = other.prewarm;
      learnClasses = other.learnClasses;
      scheduleOverride = other.scheduleOverride;
      asyncRetryPauses = List.copyOf(other.asyncRetryPauses);
      initTimeout = other.initTimeout;
      dynamodbUrl = other.dynamodbUrl;
      awsEndpointUrl = other.awsEndpointUrl;
      duplicateMessages = other.duplicateMessages;
      duplicateS3Events = other.duplicateS3Events;
      s3TestEvents = other.s3TestEvents;
    }

    /** The folder against which {@code CodeUri} is resolved. */
    public Builder projectRoot(Path folder) {
      projectRoot = folder.toAbsolutePath().normalize();
      return this;
    }

    /** {@code AWS::StackName}. */
    public Builder stackName(String name) {
      stackName = name;
      return this;
    }

    /** {@code AWS::Region}. */
    public Builder region(String name) {
      region = name;
      return this;
    }

    /** Adds a value for a parameter of the template. */
    public Builder parameter(String name, String value) {
      parameters = with(parameters, name, value);
      return this;
    }

    /** Adds a variable that every function gets; it wins over the template's. */
    public Builder functionEnvironment(String name, String value) {
      functionEnvironment = with(functionEnvironment, name, value);
      return this;
    }

    /** A value of kept secrets that is this address becomes that one, before anybody reads it. */
    public Builder movedAddress(URI before, URI now) {
      movedAddresses = with(movedAddresses, before.toString(), now.toString());
      return this;
    }

    /** Keeps objects, tables and secrets in this folder; one run at a time. */
    public Builder stateDir(Path folder) {
      stateDir = folder.toAbsolutePath().normalize();
      return this;
    }

    /**
     * Works on tables in memory where the system has a folder there, and keeps them when the run
     * ends in order: much faster, and a run that is killed keeps nothing of them.
     */
    public Builder tablesAtEnd(boolean wanted) {
      tablesAtEnd = wanted;
      return this;
    }

    /** Keeps unpacked artifacts and class archives in this folder. */
    public Builder cacheDir(Path folder) {
      cacheDir = folder.toAbsolutePath().normalize();
      return this;
    }

    /** Keeps the functions' output in this folder. */
    public Builder logsDir(Path folder) {
      logsDir = folder.toAbsolutePath().normalize();
      return this;
    }

    /** The folder in which the run's temporary folder is made. */
    public Builder temporaryDir(Path folder) {
      temporaryDir = folder.toAbsolutePath().normalize();
      return this;
    }

    /** The ports of the services. */
    public Builder ports(Ports wanted) {
      ports = wanted;
      return this;
    }

    /** How functions are run. */
    public Builder execution(ExecutionKind kind) {
      execution = kind;
      return this;
    }

    /** The most environments that any one function gets; at least 1. */
    public Builder maxEnvironments(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("at least one environment");
      }
      maxEnvironments = count;
      return this;
    }

    /** Starts one environment of each function in the background, one after another. */
    public Builder prewarm(boolean wanted) {
      prewarm = wanted;
      return this;
    }

    /** Lets first processes note the classes that they load, where no archive of them is kept. */
    public Builder learnClasses(boolean wanted) {
      learnClasses = wanted;
      return this;
    }

    /** Replaces the period of every schedule; less than a minute is allowed here. */
    public Builder scheduleOverride(Duration period) {
      scheduleOverride = period;
      return this;
    }

    /**
     * The pauses before the retries of a failed asynchronous call; AWS waits one and two minutes.
     */
    public Builder asyncRetryPauses(List<Duration> pauses) {
      asyncRetryPauses = List.copyOf(pauses);
      return this;
    }

    /** How long a function may take to start. */
    public Builder initTimeout(Duration limit) {
      initTimeout = limit;
      return this;
    }

    /** Uses this DynamoDB in place of DynamoDB Local. */
    public Builder dynamodbUrl(URI url) {
      dynamodbUrl = url;
      return this;
    }

    /**
     * Uses what is there for all four services. It has to send S3's events itself, and to have the
     * account 000000000000 (LocalStack's default; moto takes it from {@code MOTO_ACCOUNT_ID}).
     */
    public Builder awsEndpointUrl(URI url) {
      awsEndpointUrl = url;
      return this;
    }

    /** Delivers every batch from a queue twice. */
    public Builder duplicateMessages(boolean wanted) {
      duplicateMessages = wanted;
      return this;
    }

    /** Sends every S3 event twice. */
    public Builder duplicateS3Events(boolean wanted) {
      duplicateS3Events = wanted;
      return this;
    }

    /**
     * Sends {@code s3:TestEvent} to each queue that is told of objects, as S3 does when
     * notifications are configured
     * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
     */
    public Builder s3TestEvents(boolean wanted) {
      s3TestEvents = wanted;
      return this;
    }

    /** The options as they now are. */
    public LocalCloudOptions build() {
      return new LocalCloudOptions(new Builder(this));
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
      Map<String, String> copy = new LinkedHashMap<>(map);
      copy.put(name, value);
      return copy;
    }
  }
}
