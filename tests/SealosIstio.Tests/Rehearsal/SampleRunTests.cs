using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>The program on the sample that comes with the repository, as a newcomer starts it.</summary>
public sealed class SampleRunTests : IAsyncLifetime
{
    private const string Sample = "examples/clusters/sealos";

    private RehearsalProcess run = null!;

    public async Task InitializeAsync() => run = await RehearsalProcess.RunAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Converts_with_errors_and_says_so()
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Errors);
        Assert.Matches(
            @"to look at: [1-9][0-9]* errors, 0 objects that couldn't be applied as they are \(exit code 2\)\.\s*$",
            run.Output
        );
    }

    [Fact]
    public void Applies_everything_and_the_second_time_nothing()
    {
        var count = Match(@"host groups: ([0-9]+) objects");
        Assert.True(count > 200, $"{count} objects");
        Assert.Equal(count, Match(@"Apply +([0-9]+) Created \("));
        Assert.Equal(count, Match(@"Apply again +([0-9]+) Unchanged \("));
        Assert.Equal(count, Match(@"Compare +desired with live: ([0-9]+) Equal \("));
    }

    [Fact]
    public void Cuts_over_what_it_can_and_comes_back_to_the_start()
    {
        Assert.True(Match(@"Cutover +in a copy, what can be: ([0-9]+) Ingresses moved") > 100, run.Output);
        Assert.True(
            Match(@"Rollback +([0-9]+) Restored, [0-9]+ Removed: the end equals the start \(") > 100,
            run.Output
        );
    }

    [Fact]
    public void Takes_the_public_domain_from_the_platform_and_says_so() =>
        Assert.Contains("public domains: cloud.sealos.io (ConfigMap sealos-system/sealos-config)", run.Output);

    [Fact]
    public void Accounts_for_every_Ingress_of_the_folder()
    {
        var ingresses = Directory
            .EnumerateFiles(RepositoryRoot.File(Sample), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(KubernetesYaml.LoadFile)
            .Count(item => item.Object is V1Ingress);
        var cells = Regex
            .Match(run.Output, @"^  all +([0-9 ]+)$", RegexOptions.Multiline)
            .Groups[1]
            .Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))
            .ToList();

        Assert.Equal(ingresses, cells[0]);
        Assert.Equal(ingresses, cells.Skip(1).Sum());
    }

    [Fact]
    public void Names_each_refused_host_with_its_reason()
    {
        var refused = run.Output[run.Output.IndexOf("Not converted", StringComparison.Ordinal)..];

        Assert.Contains("  auth-basic.ops.fabrikam.example", refused);
        Assert.Contains("SI1701 Ingress ns-z9y3m7kx/auth-basic: nginx.ingress.kubernetes.io/auth-type: ", refused);
    }

    private int Match(string pattern)
    {
        var match = Regex.Match(run.Output, pattern);
        Assert.True(match.Success, $"{pattern} isn't in:\n{run.Output}");
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
