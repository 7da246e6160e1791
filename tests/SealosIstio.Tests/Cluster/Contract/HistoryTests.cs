using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>
/// Random histories of applies and patches by several managers, run on a server and on a ManifestCluster side by side: after each
/// step both must have given the same answer, owners of fields and order of items included. Custom kinds of the strict server only:
/// the field management of a server of 1.20 has bugs that are long gone (it mixes up owners of one map's keys).
/// </summary>
public sealed class StrictApiClusterHistoryTests : ClusterContract<StrictApiServer>
{
    private const int Histories = 25;
    private const int Steps = 14;

    private static readonly string[] Managers = ["one", "two", "three"];

    [ContractFact]
    public Task Metadata() =>
        CompareAsync(
            VirtualServices,
            """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """,
            random => new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["labels"] = Subset(random, ("l1", Value(random)), ("l2", Value(random)), ("l3", "1")),
                    ["annotations"] = Subset(random, ("a1", Value(random)), ("example.com/a2", Value(random))),
                    ["finalizers"] = random.Next(3) == 0 ? new JsonArray("example.com/" + Value(random)) : null,
                },
                ["spec"] = Subset(random, ("gateways", new JsonArray("gateway-" + Value(random)))),
            }
        );

    [ContractFact]
    public Task Keyed_lists() =>
        CompareAsync(
            new ResourceType("networking.istio.io", "v1beta1", "ServiceEntry", "serviceentries", true),
            """
            apiVersion: networking.istio.io/v1beta1
            kind: ServiceEntry
            spec: {hosts: [a.example.com], resolution: DNS, ports: [{name: base, number: 1, protocol: TCP}]}
            """,
            random => new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = Subset(random, ("l1", Value(random))) },
                ["spec"] = new JsonObject
                {
                    ["ports"] = Items(
                        random,
                        Port(random, "http", 80),
                        Port(random, "https", 443),
                        Port(random, "admin", 8080),
                        Port(random, "other", 9090)
                    ),
                    ["exportTo"] = random.Next(3) == 0 ? new JsonArray(random.Next(2) == 0 ? "." : "*") : null,
                },
            }
        );

    [ContractFact]
    public Task Structs_and_atomic_lists_of_a_custom_kind() =>
        CompareAsync(
            new ResourceType("networking.istio.io", "v1beta1", "DestinationRule", "destinationrules", true),
            "apiVersion: networking.istio.io/v1beta1\nkind: DestinationRule\nspec: {host: web}",
            random => new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["exportTo"] = random.Next(2) == 0 ? new JsonArray(random.Next(2) == 0 ? "." : "*") : null,
                    ["subsets"] =
                        random.Next(2) == 0 ? new JsonArray(new JsonObject { ["name"] = "v" + Value(random) }) : null,
                    ["workloadSelector"] =
                        random.Next(2) == 0
                            ? new JsonObject { ["matchLabels"] = Subset(random, ("app", Value(random)), ("b", "1")) }
                            : null,
                    ["trafficPolicy"] =
                        random.Next(3) > 0
                            ? new JsonObject
                            {
                                ["connectionPool"] = new JsonObject
                                {
                                    ["tcp"] = Subset(random, ("maxConnections", random.Next(1, 3))),
                                    ["http"] = Subset(
                                        random,
                                        ("maxRetries", random.Next(1, 3)),
                                        ("http2MaxRequests", random.Next(1, 3))
                                    ),
                                },
                                ["tls"] = random.Next(3) == 0 ? new JsonObject { ["mode"] = "SIMPLE" } : null,
                            }
                            : null,
                },
            }
        );

    private async Task CompareAsync(ResourceType type, string baseYaml, Func<Random, JsonObject> want)
    {
        await using var manifests = ManifestCluster.Create([
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } },
        ]);
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var name = string.Create(CultureInfo.InvariantCulture, $"history-{seed}");
            var start = KubernetesJson.ToJsonObject(Parse(baseYaml + $"\nmetadata: {{name: {name}}}"));
            var log = new List<string>();
            for (var step = 0; step < Steps; step++)
            {
                var (text, run) = step == 0 ? Apply(start, "base", false) : Step(random, type, start, want);
                log.Add(text);
                var expected = await OutcomeAsync(Cluster, run);
                // A ManifestCluster doesn't validate specs: what follows would be another history.
                if (expected.StartsWith("422", StringComparison.Ordinal))
                    break;
                var actual = await OutcomeAsync(manifests, run);
                Assert.True(
                    expected == actual,
                    $"Seed {seed}, step {step}\n{string.Join('\n', log)}\nserver:    {expected}\nmanifests: {actual}"
                );
            }
        }
    }

    private (string Text, Func<IKubernetesCluster, Task<KubernetesObject>> Run) Step(
        Random random,
        ResourceType type,
        JsonObject start,
        Func<Random, JsonObject> want
    )
    {
        var manager = Managers[random.Next(Managers.Length)];
        var name = start["metadata"]!["name"]!.GetValue<string>();
        var content = want(random);
        Clean(content);
        if (random.Next(4) == 0)
        {
            var patch = new KubernetesPatch(PatchType.Merge, content);
            return (
                $"patch {manager} {content.ToJsonString()}",
                cluster => cluster.PatchAsync(type, Namespace, name, patch, new PatchOptions { FieldManager = manager })
            );
        }
        var desired = content;
        desired["apiVersion"] = start["apiVersion"]!.DeepClone();
        desired["kind"] = start["kind"]!.DeepClone();
        if (desired["metadata"] is not JsonObject metadata)
            desired["metadata"] = metadata = [];
        metadata["name"] = name;
        metadata["namespace"] = Namespace;
        return Apply(desired, manager, random.Next(3) == 0);
    }

    private static (string Text, Func<IKubernetesCluster, Task<KubernetesObject>> Run) Apply(
        JsonObject desired,
        string manager,
        bool force
    ) =>
        (
            $"apply {manager}{(force ? " force" : "")} {desired.ToJsonString()}",
            cluster => cluster.ApplyAsync(KubernetesJson.FromJsonObject(desired), By(manager, force))
        );

    private static async Task<string> OutcomeAsync(
        IKubernetesCluster cluster,
        Func<IKubernetesCluster, Task<KubernetesObject>> run
    )
    {
        try
        {
            return Comparable(KubernetesJson.ToJsonObject(await run(cluster)));
        }
        catch (KubernetesApiException failure)
        {
            var causes = (failure.Status.Details?.Causes ?? [])
                .Select(cause => $"{cause.Reason} {cause.Field}")
                .Order(StringComparer.Ordinal);
            return $"{failure.Code} {failure.Reason} {string.Join(", ", causes)}";
        }
    }

    // Without what depends on when and where the object was made.
    private static string Comparable(JsonObject value)
    {
        var metadata = (JsonObject)value["metadata"]!;
        foreach (var field in new[] { "uid", "creationTimestamp", "resourceVersion", "selfLink" })
            metadata.Remove(field);
        value.Remove("status");
        var owners = (metadata["managedFields"] as JsonArray ?? [])
            .Select(entry => $"{entry!["manager"]} {entry["operation"]} {Sorted(entry["fieldsV1"])!.ToJsonString()}")
            .Order(StringComparer.Ordinal)
            .ToList();
        metadata.Remove("managedFields");
        return Sorted(value)!.ToJsonString() + "\n  " + string.Join("\n  ", owners);
    }

    private static JsonNode? Sorted(JsonNode? value) =>
        value switch
        {
            JsonObject fields => new JsonObject(
                fields
                    .OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))
            ),
            JsonArray items => new JsonArray(items.Select(Sorted).ToArray()),
            _ => value?.DeepClone(),
        };

    private static string Value(Random random) => random.Next(1, 3).ToString(CultureInfo.InvariantCulture);

    private static JsonObject? Subset(Random random, params (string Name, JsonNode Value)[] fields)
    {
        var result = new JsonObject();
        foreach (var (name, value) in fields)
            if (random.Next(2) == 0)
                result[name] = value;
        return result.Count == 0 ? null : result;
    }

    private static JsonArray? Items(Random random, params JsonObject[] items)
    {
        random.Shuffle(items);
        var chosen = items.Where(_ => random.Next(2) == 0).ToArray<JsonNode?>();
        return chosen.Length == 0 ? null : new JsonArray(chosen);
    }

    private static JsonObject Port(Random random, string name, int number)
    {
        var result = new JsonObject
        {
            ["name"] = name,
            ["number"] = number + random.Next(2),
            ["protocol"] = random.Next(4) == 0 ? "TCP" : "HTTP",
        };
        if (random.Next(3) == 0)
            result["targetPort"] = 9000 + random.Next(2);
        return result;
    }

    private static void Clean(JsonObject value)
    {
        foreach (var (name, field) in value.ToList())
        {
            if (field is JsonObject fields)
                Clean(fields);
            if (field is null or JsonObject { Count: 0 })
                value.Remove(name);
        }
    }
}
