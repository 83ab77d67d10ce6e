import { jsonOption } from './json-option.ts';
import type { QuestionOptions } from './types.ts';

/** Options that the planner counts with. What is neither here nor below changes memory in a way that it does not know. */
const COUNTED: ReadonlySet<string> = new Set([
  'maxModelLen',
  'gpuMemoryUtilization',
  'maxNumSeqs',
  'maxNumBatchedTokens',
  'tensorParallelSize',
  'pipelineParallelSize',
  'dataParallelSize',
  'enableExpertParallel',
  'kvCacheDtype',
  'dtype',
  'quantization',
  'enforceEager',
  'kvCacheMemoryBytes',
  'enableLora',
  'maxLoras',
  'maxLoraRank',
  'specializeActiveLora',
  'blockSize',
  'cpuOffloadGb',
  'languageModelOnly',
  'attentionBackend',
  'speculativeConfig',
  'specModel',
  'specMethod',
  'specTokens',
  'compilationConfig',
  'cudagraphCaptureSizes',
  'maxCudagraphCaptureSize',
  'optimizationLevel',
  'O',
  'performanceMode',
  'asyncScheduling',
  'disableHybridKvCacheManager',
  'enablePrefixCaching',
  'mambaCacheMode',
  'mambaSsmCacheDtype',
  'kvOffloadingSize',
  'limitMmPerPrompt',
  'mmProcessorKwargs',
  'mmEncoderTpMode',
  'skipMmProfiling',
  'hfOverrides',
]);

/** Options that change nothing on the GPU, by what they are for. */
const NEUTRAL: ReadonlySet<string> = new Set(
  [
    // the HTTP server and its clients
    'host port uds apiKey rootPath middleware allowedOrigins allowedMethods allowedHeaders allowCredentials apiServerCount',
    'sslKeyfile sslCertfile sslCaCerts sslCertReqs sslCiphers enableSslRefresh h11MaxHeaderCount h11MaxIncompleteEventSize',
    'disableFastapiDocs enableOfflineDocs disableFrontendMultiprocessing shutdownTimeout sseKeepAliveInterval grpcPort',
    'servedModelName responseRole returnTokensAsTokenIds enablePromptTokensDetails enableForceIncludeUsage',
    'enableRequestIdHeaders enableServerLoadTracking enableTokenizerInfoEndpoint streamInterval toolServer',
    'enableLogDeltas enablePerRequestMetrics rendererNumWorkers multiStepStreamOutputs maxNumQueuedReqs maxNumQueuedTokens',
    // logs, metrics and traces
    'disableLogRequests disableLogStats enableLogRequests enableLogOutputs maxLogLen logConfigFile logLevel loggingConfig',
    'logErrorStack uvicornLogLevel disableUvicornAccessLog disableAccessLogForEndpoints otlpTracesEndpoint',
    'collectDetailedTraces showHiddenMetricsForVersion customHistogramBuckets aggregateEngineLogging kvCacheMetrics',
    'kvCacheMetricsSample cudagraphMetrics enableMfuMetrics enableLoggingIterationDetails enableLayerwiseNvtxTracing',
    'profilerConfig rayWorkersUseNsight kvEventsConfig fingerprintMode fingerprintValue watchdogConfig',
    // the tokenizer, prompts, tools and answers
    'tokenizer tokenizerMode tokenizerRevision tokenizerPoolSize tokenizerPoolType tokenizerPoolExtraConfig',
    'skipTokenizerInit chatTemplate chatTemplateContentFormat defaultChatTemplateKwargs trustRequestChatTemplate',
    'enableAutoToolChoice toolCallParser toolParserPlugin toolStrictLevel excludeToolsWhenToolChoiceNone',
    'expandToolsEvenIfToolChoiceNone reasoningParser reasoningParserPlugin enableReasoning reasoningConfig',
    'reasoningEffortMap generationConfig overrideGenerationConfig guidedDecodingBackend structuredOutputsConfig',
    'guidedDecodingDisableFallback guidedDecodingDisableAnyWhitespace guidedDecodingDisableAdditionalProperties',
    'maxLogprobs logprobsMode logitsProcessorPattern logitsProcessors seed interleaveMmStrings ioProcessorPlugin',
    'cohereFormat cohereIsReasoningModel anthropicDisabledThinkingEffort tokensOnly',
    // files of the model, and how they are read
    'model modelTag revision codeRevision hfToken downloadDir ignorePatterns trustRemoteCode useTqdmOnLoad',
    'maxParallelLoadingWorkers safetensorsLoadStrategy safetensorsPrefetchBlockSize safetensorsPrefetchNumThreads',
    'allowedLocalMediaPath allowedMediaDomains ptLoadMapLocation allowDeprecatedQuantization loraModules',
    // the order of requests, and what is kept of them
    'enablePrefixCaching prefixCachingHashAlgo prefixMatchUnit prefixCacheRetentionInterval schedulingPolicy',
    'maxNumPartialPrefills maxLongPartialPrefills longPrefillTokenThreshold longPrefillTokenThresholdAdaptive',
    'schedulerDelayFactor schedulerReserveFullIsl preemptionMode disableAsyncOutputProc watermark',
    'prefillScheduleInterval maxNumActiveSeqs useV2BlockManager',
    // memory of the host, processes and nodes
    'swapSpace maxCpuLoras kvOffloadingBackend mmProcessorCacheGb mmProcessorCacheType disableMmPreprocessorCache',
    'mmShmCacheMaxObjectSizeMb mmHasherAlgorithm distributedExecutorBackend distributedTimeoutSeconds',
    'cpuDistributedTimeoutSeconds numaBind numaBindNodes numaBindCpus workerUseRay engineUseRay deviceIds',
    'dataParallelAddress dataParallelRpcPort dataParallelBackend dataParallelHybridLb dataParallelSizeLocal',
    'disableNcclForDpSynchronization failOnEnvironValidation gpuCount',
    // kernels that take the same memory
    'disableCascadeAttn disableCustomAllReduce enableFlashinferAutotune useFp64Gumbel enableBf16x3RouterGemm',
  ].flatMap((line) => line.split(' ')),
);

/** Options that change nothing with certain values. */
const NEUTRAL_VALUES: Readonly<Record<string, readonly unknown[]>> = {
  loadFormat: ['auto', 'safetensors', 'hf', 'pt', 'mistral', 'npcache', 'runai_streamer'],
  configFormat: ['auto', 'hf', 'mistral'],
  modelImpl: ['auto', 'vllm'],
  runner: ['auto', 'generate'],
  convert: ['auto', 'none'],
  task: ['auto', 'generate'],
  device: ['auto', 'cuda'],
  decodeContextParallelSize: [1],
  prefillContextParallelSize: [1],
  enableChunkedPrefill: [true],
  numSchedulerSteps: [1],
};

/** Whether an option changes nothing on the GPU, with any value. */
export const isNeutral = (key: string): boolean => NEUTRAL.has(key);

/** Why an option makes the memory unknown; undefined: it does not. */
export function uncountedOption(key: string, value: unknown, options: QuestionOptions): string | undefined {
  if (value === undefined || value === null || value === '' || value === false)
    return falseMatters(key, value, options);
  if (isEmpty(value) || COUNTED.has(key) || NEUTRAL.has(key)) return undefined;
  if (Object.hasOwn(NEUTRAL_VALUES, key) && NEUTRAL_VALUES[key]!.includes(value)) return undefined;
  if (key === 'attentionConfig' && isBackendAlone(value)) return undefined;
  return `${key} changes how memory is used; the planner does not count that.`;
}

/** Without chunks vLLM raises the batch to the context, unless it is given (engine/arg_utils.py). */
function falseMatters(key: string, value: unknown, options: QuestionOptions): string | undefined {
  const raises = key === 'enableChunkedPrefill' && value === false && !options.maxNumBatchedTokens;
  return raises ? 'Without chunked prefill the batch is as long as the context: set maxNumBatchedTokens.' : undefined;
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const isBackendAlone = (value: unknown): boolean =>
  Object.keys(jsonOption(value) ?? { unread: true }).every((name) => name === 'backend');
