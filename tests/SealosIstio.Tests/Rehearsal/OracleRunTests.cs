using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>The program on the inputs of the recorded cases: plain clusters without anything of Sealos.</summary>
public sealed class OracleRunTests
{
    private static readonly string Cases = RepositoryRoot.File("tests/SealosIstio.Tests/Oracle/cases");

    public static TheoryData<string> Names =>
        [
            .. Directory
                .EnumerateDirectories(Cases)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_case_is_converted_applied_and_settled(string name)
    {
        using var folder = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(Cases, name, "input.yaml"));
        // kubectl's YAML reads a bare n as false; the recording was made with another reader.
        var input = folder.Write("in.yaml", text.Replace("  name: n\n", "  name: 'n'\n", StringComparison.Ordinal));
        var output = Path.Combine(folder.Path, "out.yaml");
        var findings = Path.Combine(folder.Path, "findings.json");

        var run = await RehearsalProcess.RunAsync("--input", input, "--output", output, "--findings", findings);

        Assert.Empty(run.Errors);
        var hasErrors = (await File.ReadAllTextAsync(findings)).Contains(
            "\"severity\": \"Error\"",
            StringComparison.Ordinal
        );
        Assert.Equal(hasErrors ? 2 : 0, run.ExitCode);
        var written = KubernetesYaml.LoadFile(output).Select(item => item.Object!).ToList();
        Assert.DoesNotContain(null, written);
        if (!hasErrors)
            Assert.Contains(written, item => item is VirtualService);
        if (written.Count > 0)
        {
            Assert.Contains($" {written.Count} Created (", run.Output);
            Assert.Contains($" {written.Count} Unchanged (", run.Output);
            Assert.Contains($" {written.Count} Equal (", run.Output);
        }
    }
}
