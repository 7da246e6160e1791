namespace SealosIstio.Tests.Module;

/// <summary>The help that is rendered from the code and from docs/en-US.</summary>
public sealed class GeneratedDocumentsHelpTests
{
    public static TheoryData<string> Cmdlets => new(CmdletMetadata.All.Select(cmdlet => cmdlet.Name));

    [Fact]
    public void Maml_is_up_to_date() =>
        GeneratedDocument.AssertUpToDate(
            "en-US/SealosIstio.dll-Help.xml",
            MamlHelp.Render(CmdletMetadata.All.Select(cmdlet => (cmdlet, TopicOf(cmdlet.Name))))
        );

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_is_up_to_date(string name) =>
        GeneratedDocument.AssertUpToDate(
            PageOf(name),
            HelpPage.Render(CmdletMetadata.All.Single(cmdlet => cmdlet.Name == name), TextOf(name))
        );

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_has_a_description_and_examples_that_call_the_cmdlet(string name)
    {
        var topic = TopicOf(name);

        Assert.True(topic.Description.Length > 80, topic.Description);
        Assert.NotEmpty(topic.Examples);
        Assert.All(topic.Examples, example => Assert.Contains(name, example.Code, StringComparison.Ordinal));
        Assert.All(topic.Examples, example => Assert.NotEmpty(example.Remarks));
    }

    [Fact]
    public void Every_page_is_that_of_a_cmdlet()
    {
        var pages = Directory
            .GetFiles(RepositoryRoot.File("docs/en-US"), "*.md")
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(CmdletMetadata.All.Select(cmdlet => cmdlet.Name), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void About_page_names_every_cmdlet()
    {
        var about = File.ReadAllText(RepositoryRoot.File("en-US/about_SealosIstio.help.txt"));

        Assert.All(CmdletMetadata.All, cmdlet => Assert.Contains(cmdlet.Name, about, StringComparison.Ordinal));
    }

    private static string PageOf(string name) => $"docs/en-US/{name}.md";

    private static string TextOf(string name) => File.ReadAllText(RepositoryRoot.File(PageOf(name)));

    private static HelpTopic TopicOf(string name) => HelpTopic.Parse(TextOf(name));
}
