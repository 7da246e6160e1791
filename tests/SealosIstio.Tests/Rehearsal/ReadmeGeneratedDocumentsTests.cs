using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>
/// The front page says what is true. SEALOSISTIO_UPDATE_DOCS=1 renews its rendered blocks, together with the pages of docs/.
/// </summary>
public sealed partial class ReadmeGeneratedDocumentsTests
{
    private static readonly string ReadmeFile = RepositoryRoot.File("README.md");

    [Fact]
    public async Task The_run_on_the_sample_looks_as_shown()
    {
        var run = await RehearsalProcess.RunAsync();

        var steps = run.Output[..run.Output.IndexOf("Objects, in the order", StringComparison.Ordinal)];
        AssertBlock("rehearsal", "text", Portable(steps));
    }

    [Fact]
    public async Task The_decision_is_the_one_shown()
    {
        using var folder = new TemporaryFolder();
        var output = Path.Combine(folder.Path, "out.yaml");
        await RehearsalProcess.RunAsync("--output", output);

        var service = KubernetesYaml
            .LoadFile(output)
            .Select(item => item.Object)
            .OfType<VirtualService>()
            .Single(item => item.Metadata.Name == "path-trailing-slash-vs");

        var text = KubernetesYaml.Serialize(service);
        AssertBlock(
            "decision",
            "yaml",
            "kind: VirtualService\n" + text[text.IndexOf("spec:", StringComparison.Ordinal)..]
        );
    }

    [Fact]
    public void Every_cmdlet_is_in_the_table_and_nothing_else()
    {
        var manifest = File.ReadAllText(RepositoryRoot.File("SealosIstio.psd1"));
        var exported = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;

        Assert.Equal(
            Regex.Matches(exported, "'([^']+)'").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            Regex
                .Matches(File.ReadAllText(ReadmeFile), @"^\| `([A-Z]\w+-\w+)` \|", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Links_lead_to_files()
    {
        var links = Regex.Matches(File.ReadAllText(ReadmeFile), @"\]\((?!https?:|#)([^)#]+)");

        Assert.True(links.Count > 4);
        Assert.All(
            links.Select(link => RepositoryRoot.File(link.Groups[1].Value)),
            path => Assert.True(Path.Exists(path), path)
        );
    }

    private static void AssertBlock(string name, string language, string content)
    {
        var readme = File.ReadAllText(ReadmeFile);
        var block = new Regex(
            $"(<!-- {name}:[^>]*-->\n```{language}\n)(.*?)(```\n<!-- end -->)",
            RegexOptions.Singleline
        );
        Assert.Matches(block, readme);
        var wanted = content.TrimEnd() + "\n";
        if (
            Environment.GetEnvironmentVariable("SEALOSISTIO_UPDATE_DOCS") == "1"
            && WithoutTimes(block.Match(readme).Groups[2].Value) != WithoutTimes(wanted)
        )
            File.WriteAllText(
                ReadmeFile,
                readme = block.Replace(readme, match => match.Groups[1].Value + wanted + match.Groups[3].Value)
            );
        Assert.True(
            WithoutTimes(block.Match(readme).Groups[2].Value) == WithoutTimes(wanted),
            $"The block '{name}' of README.md isn't what happens. Renew it: "
                + $"SEALOSISTIO_UPDATE_DOCS=1 dotnet test --filter FullyQualifiedName~GeneratedDocuments\n{wanted}"
        );
    }

    // Found from the test's folder, the sample has a full path; from the root of the repository it is as short as in the README.
    private static string Portable(string text) =>
        text.Replace(RepositoryRoot.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string WithoutTimes(string text) => Seconds().Replace(text, "");

    [GeneratedRegex(@"\([0-9]+\.[0-9]{2} s\)")]
    private static partial Regex Seconds();
}
