//! What to write where, so that a hook and the CI of a repository run flagdebt: one entry for each tool.

/// A tool that runs flagdebt.
struct Snippet {
    /// A repository that has a file that begins so uses the tool.
    seen: &'static str,
    /// What to write.
    text: &'static str,
}

/// The snippets that fit a repository with these files: of its own tools, or of the usual ones where it has none.
pub(super) fn fitting(files: &[String]) -> String {
    let mut out = String::new();
    for (snippets, usual) in [(HOOKS, 1), (CI, 2)] {
        let fits = |snippet: &&Snippet| files.iter().any(|path| path.starts_with(snippet.seen));
        let found: Vec<&Snippet> = snippets.iter().filter(fits).collect();
        let chosen = match found.is_empty() {
            true => snippets.iter().take(usual).collect(),
            false => found,
        };
        out.extend(chosen.iter().map(|snippet| snippet.text));
    }
    out
}

/// The first one is the usual one.
const HOOKS: &[Snippet] = &[
    Snippet {
        seen: ".pre-commit-config.yaml",
        text: "
In .pre-commit-config.yaml:

    repos:
      - repo: local
        hooks:
          - id: flagdebt
            name: flagdebt
            entry: flagdebt check --staged
            language: system
            pass_filenames: false
",
    },
    Snippet {
        seen: "lefthook.y",
        text: "
In lefthook.yml:

    pre-commit:
      commands:
        flagdebt:
          run: flagdebt check --staged
",
    },
    Snippet {
        seen: ".husky/",
        text: "
In .husky/pre-commit:

    flagdebt check --staged
",
    },
];

/// The first two are the usual ones.
const CI: &[Snippet] = &[
    Snippet {
        seen: ".github/",
        text: "
In .github/workflows/flagdebt.yml:

    name: flagdebt
    on: pull_request
    permissions:
      contents: read
    jobs:
      flagdebt:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@v4
            with: { fetch-depth: 0, persist-credentials: false }
          - run: cargo install flagdebt --locked
          - run: flagdebt check --since \"origin/$GITHUB_BASE_REF\" --format github
",
    },
    Snippet {
        seen: ".gitlab-ci.yml",
        text: "
In .gitlab-ci.yml:

    flagdebt:
      image: rust:1.90.0-bookworm
      rules:
        - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
      variables:
        GIT_DEPTH: \"0\"
      script:
        - cargo install flagdebt --locked
        - flagdebt check --since \"$CI_MERGE_REQUEST_DIFF_BASE_SHA\" --report gitlab=gl-code-quality-report.json
      artifacts:
        when: always
        reports:
          codequality: gl-code-quality-report.json
",
    },
    Snippet {
        seen: ".buildkite/",
        text: "
In .buildkite/pipeline.yml:

    steps:
      - label: flagdebt
        if: build.pull_request.id != null
        command: flagdebt check --since \"origin/$$BUILDKITE_PULL_REQUEST_BASE_BRANCH\" --report junit=flagdebt-junit.xml
        artifact_paths: flagdebt-junit.xml
",
    },
    Snippet {
        seen: "Jenkinsfile",
        text: "
In the Jenkinsfile:

    stage('flagdebt') {
      when { changeRequest() }
      steps { sh 'flagdebt check --since \"origin/$CHANGE_TARGET\" --report junit=flagdebt-junit.xml' }
      post { always { junit 'flagdebt-junit.xml' } }
    }
",
    },
];
