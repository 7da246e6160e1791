using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Jobs;

namespace SealosIstio.Tests.Cutover;

/// <summary>A Job that shares a cutover among its Pods.</summary>
public sealed class CutoverJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 14, 5, 2, TimeSpan.Zero);

    [Fact]
    public void It_has_an_account_with_the_least_role_and_a_Pod_for_each_shard()
    {
        var objects = Make(new() { Image = "example.com/sealosistio:1", Shards = 8 });

        Assert.Equal(
            [
                "ServiceAccount sealos-system/sealos-cutover",
                "ClusterRole sealos-cutover",
                "ClusterRoleBinding sealos-cutover",
                "Job sealos-system/sealos-cutover",
            ],
            objects.Select(item => item.ToString())
        );
        var subject = Assert.Single(((V1ClusterRoleBinding)objects[2]).Subjects!);
        Assert.Equal(("sealos-system", "sealos-cutover"), (subject.NamespaceProperty, subject.Name));
        Assert.DoesNotContain(((V1ClusterRole)objects[1]).Rules!, rule => rule.Verbs!.Contains("*"));
        var job = ((V1Job)objects[3]).Spec!;
        Assert.Equal(("Indexed", 8, 8), (job.CompletionMode, job.Completions, job.Parallelism));
        Assert.Equal("Never", job.Template!.Spec!.RestartPolicy);
        Assert.Equal("sealos-cutover", job.Template.Spec.ServiceAccountName);
    }

    [Fact]
    public void Its_Pods_share_a_run_and_connect_as_the_session_does()
    {
        var script = ScriptOf(
            new()
            {
                Image = "i",
                Steps = [CutoverStep.MigrateExisting, CutoverStep.Validate],
                Parameters = [new("Namespace", new[] { "ns-a", "ns-b*" }), new("ContinueOnError", true)],
            },
            new ConversionOptions
            {
                PublicDomains = ["cloud.example.com", "other.example.com"],
                IngressClasses = ["edge"],
            }
        );

        Assert.Contains(
            "Connect-SealosCluster -PublicDomain 'cloud.example.com', 'other.example.com' -IngressClass 'edge' | Out-Null",
            script,
            StringComparison.Ordinal
        );
        Assert.Matches(
            @"Invoke-SealosCutover -Shard \('\{0\}/4' -f \(1 \+ \[int\]\$env:JOB_COMPLETION_INDEX\)\) -RunId '20260131-140502-[0-9a-f]{4}' -Step 'MigrateExisting', 'Validate' -Namespace 'ns-a', 'ns-b\*' -ContinueOnError -Confirm:\$false",
            script
        );
        Assert.Contains("@('MigrateExisting', 'Validate')", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_stays_a_text()
    {
        var script = ScriptOf(
            new()
            {
                Image = "i",
                IsRollback = true,
                RunId = "20260131-140502-9f3c",
                Parameters = [new("Reason", "it's ’late’; $(POD) $(Remove-Item /)")],
            }
        );

        Assert.Contains("-Reason 'it''s ’’late’’; $$(POD) $$(Remove-Item /)'", script, StringComparison.Ordinal);
        Assert.Contains("Invoke-IstioRollback -Shard", script, StringComparison.Ordinal);
        Assert.DoesNotContain("$(", script.Replace("$$(", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_run_as_nobody_and_write_nowhere_but_in_a_folder_of_their_own()
    {
        var json = KubernetesJson.ToJsonObject(Make(new() { Image = "i" })[3])["spec"]!["template"]!["spec"]!;

        Assert.True((bool)json["securityContext"]!["runAsNonRoot"]!);
        Assert.Equal("RuntimeDefault", (string?)json["securityContext"]!["seccompProfile"]!["type"]);
        var container = json["containers"]![0]!;
        Assert.True((bool)container["securityContext"]!["readOnlyRootFilesystem"]!);
        Assert.False((bool)container["securityContext"]!["allowPrivilegeEscalation"]!);
        Assert.Equal("/tmp", (string?)container["volumeMounts"]![0]!["mountPath"]);
        Assert.Equal("2Gi", (string?)container["resources"]!["limits"]!["memory"]);
    }

    private static string ScriptOf(CutoverJobSettings settings, ConversionOptions? options = null) =>
        ((V1Job)Make(settings, options)[3]).Spec!.Template!.Spec!.Containers![0].Args![^1];

    private static IReadOnlyList<KubernetesObject> Make(
        CutoverJobSettings settings,
        ConversionOptions? options = null
    ) => CutoverJob.Create(settings, options ?? new ConversionOptions(), Now);
}
